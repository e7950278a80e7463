import { createEffect, createMemo, createSignal, on, onCleanup, onMount, untrack, type Accessor } from "solid-js";
import type { Card, Rendition } from "../api";
import { fresh, next, report, shouldPlay, type Player, type PlayerEvent, type Report } from "./state";
import { choose, smaller } from "./rendition";
import { lineNow } from "./line";
import { give, take, use } from "./pool";
import { clearFirst, takeOver } from "./first";
import { refuseSound, soundOn } from "./sound";

export interface PlayerOptions {
  card: Accessor<Card>;
  onStage: Accessor<boolean>;
  /** `none` fetches nothing, `start` the beginning, `whole` as much as the browser likes. */
  fetch: Accessor<"none" | "start" | "whole">;
  /** Height of the picture, CSS px. */
  height: () => number;
  /** A visit, or a part of one, is over. */
  onReport: (report: Report) => void;
}

export interface PlayerHandle {
  state: Accessor<Player>;
  /** Where the picture is this moment, ms; finer than the state's own time. */
  nowMs: () => number;
  /** Give it the element that holds the picture. */
  host: (element: HTMLElement) => void;
  toggle: () => void;
  retry: () => void;
  scrub: (toMs: number) => void;
  scrubbed: () => void;
}

const CLOCK_MS = 250;
/** A clip that left the stage goes back to its beginning when the next one is under way: both need the decoder. */
const REWIND_AFTER_MS = 300;
const DOWNSHIFT_AFTER_MS = 4000;

/** Ties the player's state to a real video element, for as long as the component lives. */
export function createPlayer(options: PlayerOptions): PlayerHandle {
  const [state, setState] = createSignal(fresh(untrack(options.card).duration_ms ?? 0));
  const tell = (event: PlayerEvent): unknown => setState((now) => next(now, event));
  const { renditions } = untrack(options.card);
  const first = takeOver(renditions, choose(renditions, { heightPx: innerHeight * devicePixelRatio, ...lineNow() }));
  const video = first ? use(first.video) : take();
  let host: HTMLElement | undefined;
  let attempt = 0;
  let playing: Rendition | null = first?.rendition ?? null;
  let loaded = first?.rendition.url ?? null;
  if (first && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) tell({ type: "frame" });

  function source(): void {
    const chosen = choose(untrack(options.card).renditions, {
      heightPx: options.height() * devicePixelRatio,
      ...lineNow(),
    });
    if (chosen === null) return void tell({ type: "fail" });
    load(playing ?? chosen);
  }

  function load(rendition: Rendition): void {
    playing = rendition;
    const url = attempt > 0 ? `${rendition.url}#again-${attempt}` : rendition.url;
    if (loaded === url) return;
    loaded = url;
    video.src = url;
  }

  /** A clip that has not moved for long goes on from the same place in a smaller file. */
  function downshift(): void {
    const less = playing && smaller(untrack(options.card).renditions, playing);
    if (!less) return;
    const place = video.currentTime;
    load(less);
    video.currentTime = place;
    if (shouldPlay(untrack(state))) video.play().catch(refused);
  }

  function obey(): void {
    if (!shouldPlay(state())) return video.pause();
    if (loaded === null) source();
    if (video.paused) video.play().catch(refused);
  }

  function refused(cause: unknown): void {
    if (!(cause instanceof DOMException) || cause.name !== "NotAllowedError") return;
    if (!video.muted) {
      refuseSound();
      video.muted = true;
      video.play().catch(() => tell({ type: "want", what: "pause" }));
    } else tell({ type: "want", what: "pause" });
  }

  const finish = (): void => {
    const said = report(untrack(state));
    if (said) options.onReport(said);
    tell({ type: "reported" });
  };

  listen(video, tell, () => loaded !== null);

  createEffect(() => (video.muted = !soundOn()));
  createEffect(() => {
    const fetch = options.fetch();
    if (fetch === "none") return;
    video.preload = fetch === "whole" ? "auto" : "metadata";
    untrack(source);
  });
  createEffect(
    on(options.onStage, (here, before) => {
      if (here) tell({ type: "enter", at: performance.now() });
      else if (before) {
        finish();
        tell({ type: "leave" });
        const rewind = (): unknown => (video.currentTime = 0);
        const later = setTimeout(rewind, REWIND_AFTER_MS);
        onCleanup(() => clearTimeout(later));
      }
    }),
  );
  const due = createMemo(() => shouldPlay(state()));
  createEffect(on(due, obey));
  // A headset that is pulled, a call: what the system paused stays paused until the person wants it back.
  video.onpause = () => video.paused && untrack(due) && tell({ type: "want", what: "pause" });
  const stuck = createMemo(() => options.onStage() && state().waitingSince !== null);
  createEffect(() => {
    if (!stuck()) return;
    const patience = setInterval(downshift, DOWNSHIFT_AFTER_MS);
    onCleanup(() => clearInterval(patience));
  });
  createEffect(() => {
    if (!options.onStage()) return;
    const clock = setInterval(() => tell({ type: "clock", at: performance.now() }), CLOCK_MS);
    onCleanup(() => clearInterval(clock));
  });

  const pageChanged = (event?: Event): void => {
    const shown = document.visibilityState === "visible";
    const visible = event?.type === "pageshow" || (event?.type !== "pagehide" && shown);
    if (!visible && untrack(options.onStage)) finish();
    tell({ type: "page", visible });
  };
  // Before the event queue's own listeners, which stand on the window and send what was said here.
  document.addEventListener("visibilitychange", pageChanged);
  addEventListener("pagehide", pageChanged, true);
  addEventListener("pageshow", pageChanged);
  pageChanged();

  onMount(() => {
    host?.append(video);
    clearFirst();
  });
  onCleanup(() => {
    document.removeEventListener("visibilitychange", pageChanged);
    removeEventListener("pagehide", pageChanged, true);
    removeEventListener("pageshow", pageChanged);
    if (untrack(options.onStage)) finish();
    video.onpause = null;
    forgetListeners(video);
    give(video);
  });

  return {
    state,
    nowMs: () => (untrack(state).scrubbing ? untrack(state).positionMs : video.currentTime * 1000),
    host: (element) => (host = element),
    toggle: () => {
      tell({ type: "want", what: "other" });
    },
    retry: () => {
      attempt += 1;
      loaded = null;
      video.removeAttribute("src");
      tell({ type: "retry", at: performance.now() });
      source();
      obey();
    },
    scrub: (toMs) => {
      tell({ type: "scrub", toMs });
      video.currentTime = state().positionMs / 1000;
    },
    scrubbed: () => {
      tell({ type: "scrubbed" });
    },
  };
}

const listening = new WeakMap<HTMLVideoElement, AbortController>();

function listen(video: HTMLVideoElement, tell: (event: PlayerEvent) => unknown, loaded: () => boolean): void {
  const control = new AbortController();
  listening.set(video, control);
  const hear = (name: string, run: () => unknown): void =>
    video.addEventListener(name, () => void run(), { signal: control.signal });
  hear("loadeddata", () => tell({ type: "frame" }));
  hear("playing", () => tell({ type: "frame" }));
  hear("seeked", () => tell({ type: "frame" }));
  hear("waiting", () => tell({ type: "wait", at: performance.now() }));
  hear("timeupdate", () => tell({ type: "time", positionMs: video.currentTime * 1000 }));
  hear("durationchange", () => {
    if (Number.isFinite(video.duration)) tell({ type: "length", durationMs: video.duration * 1000 });
  });
  hear("error", () => loaded() && tell({ type: "fail" }));
}

function forgetListeners(video: HTMLVideoElement): void {
  listening.get(video)?.abort();
}
