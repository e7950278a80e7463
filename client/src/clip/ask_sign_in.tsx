import type { JSX } from "solid-js";
import { Sheet } from "../design";
import { t } from "../i18n";
import { place, signInPath } from "../router";
import { asking, stopAsking } from "./acts";

/** Liking and following need an account; this says so where it happens, and leads back afterwards. */
export function AskSignIn(): JSX.Element {
  return (
    <Sheet open={asking() !== null} title={t(asking() ?? "ask-like")} onClose={stopAsking}>
      <p class="quiet-text">{t("ask-text")}</p>
      <div class="stack" onClick={stopAsking}>
        <a class="button act wide" href={`/join?next=${encodeURIComponent(place().path)}`}>
          {t("join")}
        </a>
        <a class="button plain wide" href={signInPath()}>
          {t("sign-in")}
        </a>
      </div>
    </Sheet>
  );
}
