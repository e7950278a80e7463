import type { JSX } from "solid-js";
import { t } from "../i18n";
import { Section } from "./section";

/** The way to the page that shows what For You knows of the person. */
export function FeedSection(): JSX.Element {
  return (
    <Section id="feed" title={t("settings-feed")}>
      <div class="row leave-row">
        <p class="quiet-text">{t("settings-feed-lede")}</p>
        <a class="button" href="/settings/feed">
          {t("settings-feed-open")}
        </a>
      </div>
    </Section>
  );
}
