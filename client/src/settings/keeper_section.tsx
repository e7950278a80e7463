import type { JSX } from "solid-js";
import type { Me } from "../api";
import { SealWords } from "../custody";
import { day, locale, t } from "../i18n";
import { Section } from "./section";

/** Which zone keeps the person's data, said by the seal itself. */
export function KeeperSection(props: { me: Me }): JSX.Element {
  const country = (): string => new Intl.DisplayNames([locale()], { type: "region" }).of(props.me.market) ?? "";
  return (
    <Section id="data" title={t("settings-keeper")}>
      <SealWords />
      <p class="small-text quiet-text">
        {t("settings-keeper-market", { country: country() })}{" "}
        {t("settings-keeper-since", { when: day(props.me.created_at) })}
      </p>
      <div class="row leave-row">
        <p class="quiet-text">{t("settings-privacy-lede")}</p>
        <a class="button" href="/settings/privacy">
          {t("settings-privacy-open")}
        </a>
      </div>
    </Section>
  );
}
