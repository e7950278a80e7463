import { For, Show, type JSX } from "solid-js";
import type { Cause } from "../api";
import type { HiddenRow } from "../feed/yours";
import { day, t } from "../i18n";
import { called } from "./called";
import { Name, Sign } from "./interests";

export interface HiddenProps {
  hidden: HiddenRow[];
  onShow: (cause: Cause, button: Element) => void;
}

/** What stays out of For You, and the way back. */
export function Hidden(props: HiddenProps): JSX.Element {
  return (
    <section class="yours-part" aria-labelledby="yours-hidden">
      <h2 id="yours-hidden">{t("yours-hidden")}</h2>
      <Show when={props.hidden.length > 0} fallback={<p class="quiet-text">{t("yours-hidden-none")}</p>}>
        <ul class="yours-list">
          <For each={props.hidden}>
            {(one) => (
              <li class="yours-row">
                <Sign of={one} />
                <p class="yours-name">
                  <Name of={one} /> <span class="small-text quiet-text">{t(`yours-kind-${one.kind}`)}</span>
                </p>
                <p class="yours-did small-text quiet-text">{t("yours-hidden-since", { day: day(one.at) })}</p>
                <button
                  type="button"
                  class="button small"
                  aria-label={t("yours-show-name", { name: called(one) })}
                  onClick={(event) => props.onShow({ kind: one.kind, key: one.key }, event.currentTarget)}
                >
                  {t("show-again")}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
