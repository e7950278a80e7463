import { Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { t } from "../i18n";
import type { PlayerHandle } from "../player";

/** A word when the network is slow, and a way on when the clip does not play. */
export function Trouble(props: { player: PlayerHandle; card: Card }): JSX.Element {
  const state = props.player.state;
  const why = (): string => {
    if (props.card.renditions.length === 0) return "trouble-not-ready";
    return navigator.onLine ? "trouble-failed" : "trouble-offline";
  };
  return (
    <>
      <p class="slow" role="status">
        {state().slow ? t("trouble-slow") : ""}
      </p>
      <Show when={state().media === "failed" && state().onStage}>
        <div class="trouble" role="alert">
          <p>{t(why())}</p>
          <button type="button" class="button act" onClick={() => props.player.retry()}>
            {t("try-again")}
          </button>
        </div>
      </Show>
    </>
  );
}
