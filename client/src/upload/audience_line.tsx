import { createResource, createSignal, onCleanup, Show, type JSX } from "solid-js";
import { clips, type Audience } from "../api";
import { percent, t } from "../i18n";
import { standingOf, toEnd } from "./audience";

/**
 * To how many people For You showed a clip, and how many of these stayed to its end; asked for when it comes near the
 * screen. Nothing where the zone does not answer: it is a figure beside the clip, not the clip.
 */
export function AudienceLine(props: { clip: string }): JSX.Element {
  const [near, setNear] = createSignal(false);
  const [asked] = createResource(
    () => near() && props.clip,
    (clip) => clips.audience(clip),
  );
  const watch = (place: HTMLElement): void => {
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setNear(true);
        seen.disconnect();
      },
      { rootMargin: "200px" },
    );
    seen.observe(place);
    onCleanup(() => seen.disconnect());
  };
  return (
    <div class="audience small-text" ref={watch}>
      <Show when={!asked.error && asked.latest}>{(audience) => <Told audience={audience()} />}</Show>
    </div>
  );
}

function Told(props: { audience: Audience }): JSX.Element {
  const standing = (): string => t(`audience-${standingOf(props.audience)}`, reach());
  const reach = (): { shown: number; goal: number } => ({ shown: props.audience.shown, goal: props.audience.goal });
  return (
    <>
      <Show when={toEnd(props.audience) !== null}>
        <p class="number">
          {t("audience-shown", { shown: props.audience.shown, share: percent(toEnd(props.audience) ?? 0) })}
        </p>
      </Show>
      <Show when={props.audience.state !== "done"}>
        <progress
          class="bar"
          max={props.audience.goal}
          value={Math.min(props.audience.shown, props.audience.goal)}
          aria-label={standing()}
        />
      </Show>
      <p class="quiet-text">{standing()}</p>
    </>
  );
}
