import { createEffect, createSignal, onCleanup, Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { PlayIcon } from "../design";
import { tell } from "../events";
import { Gestures } from "../feed/gestures";
import { t } from "../i18n";
import { bless, createPlayer, refused, soundOn, touched, turnSound, type PlayerHandle } from "../player";
import { like } from "./acts";
import { Burst, type BurstAt } from "./burst";
import { Hand } from "./hand";
import { Maker } from "./maker";
import { ProgressLine } from "./progress_line";
import { Trouble } from "./trouble";
import "./stage.css";

export interface ClipStageProps {
  card: Card;
  page?: string | undefined;
  onStage: boolean;
  fetch: "none" | "start" | "whole";
  /** Caption and maker are told elsewhere on this screen. */
  quiet?: boolean;
  /** Controls have faded because nobody touched anything for a while. */
  idle: boolean;
  onMenu: () => void;
  /** Hands the player out when this clip enters the stage, and takes it back when it leaves. */
  onPlayer: (player: PlayerHandle, here: boolean) => void;
}

/** One clip, full height, with everything a thumb needs. */
export function ClipStage(props: ClipStageProps): JSX.Element {
  let pane!: HTMLDivElement;
  const [bursts, setBursts] = createSignal<BurstAt[]>([]);
  const player = createPlayer({
    card: () => props.card,
    onStage: () => props.onStage,
    fetch: () => props.fetch,
    height: () => pane.clientHeight || innerHeight,
    onReport: (said) =>
      said &&
      tell({
        kind: said.kind,
        clip: props.card.id,
        watched_ms: said.watchedMs,
        ...(said.kind === "play" && { loops: said.loops }),
        ...(props.page && { page: props.page }),
      }),
  });

  createEffect(() => {
    if (!props.onStage) return;
    props.onPlayer(player, true);
    onCleanup(() => props.onPlayer(player, false));
  });

  const tap = (): void => (touched() || soundOn() ? player.toggle() : wake());
  const doubleTap = (x: number, y: number): void => {
    const box = pane.getBoundingClientRect();
    setBursts((now) => [...now.slice(-3), { x: x - box.left, y: y - box.top }]);
    void like(props.card, true, props.page);
  };
  const gestures = new Gestures(
    { tap, doubleTap, hold: () => props.onMenu() },
    { set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer as number) },
  );
  const paused = (): boolean => player.state().wants === "pause";

  return (
    <div class="clip on-clip" classList={{ idle: props.idle && !paused(), quiet: props.quiet ?? false }}>
      <Backdrop card={props.card} />
      <div class="pane" ref={pane}>
        <Picture card={props.card} player={player} first={props.onStage} />
        <button
          type="button"
          class="surface"
          aria-label={t(paused() ? "play" : "pause")}
          aria-keyshortcuts="Space"
          onPointerDown={(event) => event.button === 0 && gestures.down(event.clientX, event.clientY)}
          onPointerMove={(event) => gestures.move(event.clientX, event.clientY)}
          onPointerCancel={() => gestures.cancel()}
          onPointerUp={(event) => event.button === 0 && gestures.up(event.clientX, event.clientY)}
          // A click without a pointer is the keyboard's or a screen reader's.
          onClick={(event) => event.detail === 0 && player.toggle()}
          onContextMenu={(event) => {
            event.preventDefault();
            props.onMenu();
          }}
        />
        <Burst at={bursts()} />
        <Show when={paused() && player.state().media !== "failed"}>
          <span class="paused">
            <PlayIcon />
          </span>
        </Show>
        <Trouble player={player} card={props.card} />
        <Show when={!props.quiet}>
          <Maker card={props.card} page={props.page} />
        </Show>
        <ProgressLine player={player} onStage={props.onStage} />
      </div>
      <Hand card={props.card} page={props.page} onMenu={() => props.onMenu()} />
    </div>
  );
}

/** The first touch of a clip brings its sound. */
export function wake(): void {
  turnSound(true);
  bless();
}

export const needsTouch = (): boolean => !touched() || refused();

const FITS_WITHIN = 0.2;

/** Nearly upright clips fill the pane; others stand whole in it. */
const fills = (card: Card): boolean => Math.abs((card.width ?? 9) / (card.height ?? 16) / (9 / 16) - 1) < FITS_WITHIN;

function Picture(props: { card: Card; player: PlayerHandle; first: boolean }): JSX.Element {
  return (
    <div
      class="picture"
      classList={{ whole: !fills(props.card) }}
      ref={(element) => {
        props.player.host(element);
        createEffect(() => element.style.setProperty("--clip", props.card.colour ?? "#15171a"));
      }}
    >
      <Show when={props.card.placeholder}>
        {(uri) => <img class="hint" src={uri()} alt="" aria-hidden="true" draggable={false} />}
      </Show>
      <Show when={props.card.poster}>
        {(poster) => (
          <img
            class="poster"
            fetchpriority={props.first ? "high" : "low"}
            src={poster().url}
            alt=""
            decoding="async"
            draggable={false}
          />
        )}
      </Show>
    </div>
  );
}

function Backdrop(props: { card: Card }): JSX.Element {
  return (
    <div
      class="backdrop"
      aria-hidden="true"
      ref={(element) => createEffect(() => element.style.setProperty("--clip", props.card.colour ?? "#15171a"))}
    >
      <Show when={props.card.placeholder ?? props.card.poster?.url}>
        {(src) => <img src={src()} alt="" draggable={false} />}
      </Show>
    </div>
  );
}
