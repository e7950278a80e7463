import { Show, type JSX } from "solid-js";
import { day, t } from "../i18n";
import { me } from "../session";
import { Stay } from "./stay";
import "./leaving.css";

/** Stands above every page while the account waits to be erased: when that is, and the way back. */
export function LeavingNotice(): JSX.Element {
  return (
    <aside class="leaving" aria-label={t("leaving-label")}>
      <p role="status">
        <Show when={me()?.erase_at} fallback={t("leaving-soon")}>
          {(when) => t("leaving-until", { when: day(when()) })}
        </Show>
      </p>
      <Stay class="button small" />
    </aside>
  );
}
