import { createResource, Show, type JSX } from "solid-js";
import { ApiProblem, clips, type Card } from "../api";
import { t } from "../i18n";
import type { PlayerHandle } from "../player";

/** A word when the network is slow, and a way on when the clip does not play. */
export function Trouble(props: { player: PlayerHandle; card: Card }): JSX.Element {
  const state = props.player.state;
  const failed = (): boolean => state().media === "failed" && state().onStage;
  // A clip that does not load may have been taken back since the feed was made.
  const [gone] = createResource(
    () => (failed() ? props.card.id : null),
    async (id) => {
      try {
        await clips.get(id);
        return false;
      } catch (problem) {
        return problem instanceof ApiProblem && [403, 404, 410].includes(problem.status);
      }
    },
  );
  const why = (): string => {
    if (gone.latest) return "clip-gone-text";
    if (props.card.renditions.length === 0) return "trouble-not-ready";
    return navigator.onLine ? "trouble-failed" : "trouble-offline";
  };
  return (
    <>
      <p class="slow" role="status">
        {state().slow ? t("trouble-slow") : ""}
      </p>
      <Show when={failed()}>
        <div class="trouble" role="alert">
          <p>{t(why())}</p>
          <Show when={!gone.latest}>
            <button type="button" class="button act" onClick={() => props.player.retry()}>
              {t("try-again")}
            </button>
          </Show>
        </div>
      </Show>
    </>
  );
}
