/**
 * What a clip's player is doing, as a value: `next(state, event)` is the whole of its behaviour, and nothing here knows
 * a video element. The shell (player.ts) tells it what happened and obeys `shouldPlay`.
 */

export interface Player {
  /** What the person wants; being off the stage does not change it. */
  readonly wants: "play" | "pause";
  /** This clip is the one on the stage. */
  readonly onStage: boolean;
  readonly pageVisible: boolean;
  /** A finger is on the progress line. */
  readonly scrubbing: boolean;
  /** `empty`: no frame yet. `ready`: a frame was shown. `waiting`: the network is behind. `failed`: gave up. */
  readonly media: "empty" | "ready" | "waiting" | "failed";
  /** When the present wait began (ms of the caller's clock), if there is one. */
  readonly waitingSince: number | null;
  /** The wait has lasted long enough for a word. */
  readonly slow: boolean;
  readonly positionMs: number;
  readonly durationMs: number;
  /** Media time really shown during this visit; jumps do not count. */
  readonly watchedMs: number;
  /** Times the clip ran over its end during this visit. */
  readonly loops: number;
  /** A part of this visit was reported already, so a short rest of it is no skip. */
  readonly reported: boolean;
}

export type PlayerEvent =
  | { type: "enter"; at: number }
  | { type: "leave" }
  | { type: "page"; visible: boolean }
  | { type: "want"; what: "play" | "pause" | "other" }
  | { type: "frame" }
  | { type: "wait"; at: number }
  | { type: "clock"; at: number }
  | { type: "time"; positionMs: number }
  | { type: "length"; durationMs: number }
  | { type: "fail" }
  | { type: "retry"; at: number }
  | { type: "scrub"; toMs: number }
  | { type: "scrubbed" }
  | { type: "reported" };

/** A word is due when nothing moves for this long. */
export const SLOW_AFTER_MS = 1000;
/** A clip left before this was skipped. */
export const SKIP_UNDER_MS = 2000;
/** Two reports of the time further apart than this are a jump, not watching. */
const JUMP_MS = 1500;

export function fresh(durationMs: number): Player {
  return {
    wants: "play",
    onStage: false,
    pageVisible: true,
    scrubbing: false,
    media: "empty",
    waitingSince: null,
    slow: false,
    positionMs: 0,
    durationMs,
    watchedMs: 0,
    loops: 0,
    reported: false,
  };
}

export const shouldPlay = (player: Player): boolean =>
  player.onStage && player.pageVisible && player.wants === "play" && !player.scrubbing && player.media !== "failed";

export function next(player: Player, event: PlayerEvent): Player {
  switch (event.type) {
    case "enter":
      return {
        ...player,
        onStage: true,
        wants: "play",
        watchedMs: 0,
        loops: 0,
        reported: false,
        ...(player.media === "ready" || player.media === "failed" ? calm : { waitingSince: event.at, slow: false }),
      };
    case "leave":
      return { ...player, onStage: false, scrubbing: false, ...calm };
    case "page":
      return { ...player, pageVisible: event.visible };
    case "want":
      return { ...player, wants: event.what === "other" ? other(player.wants) : event.what };
    case "frame":
      return { ...player, media: "ready", ...calm };
    case "wait":
      if (player.media === "failed") return player;
      return {
        ...player,
        media: player.media === "empty" ? "empty" : "waiting",
        waitingSince: player.waitingSince ?? event.at,
      };
    case "clock":
      return { ...player, slow: waitedLong(player, event.at) };
    case "time":
      return timed(player, event.positionMs);
    case "length":
      return { ...player, durationMs: event.durationMs };
    case "fail":
      return { ...player, media: "failed", ...calm };
    case "retry":
      return { ...player, media: "empty", waitingSince: event.at, slow: false };
    case "scrub":
      return { ...player, scrubbing: true, positionMs: clamp(event.toMs, 0, player.durationMs) };
    case "scrubbed":
      return { ...player, scrubbing: false };
    case "reported":
      return { ...player, watchedMs: 0, loops: 0, reported: true };
  }
}

const calm = { waitingSince: null, slow: false } as const;

const other = (wants: Player["wants"]): Player["wants"] => (wants === "play" ? "pause" : "play");

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

function waitedLong(player: Player, at: number): boolean {
  return player.onStage && player.waitingSince !== null && at - player.waitingSince >= SLOW_AFTER_MS;
}

/** The media's time went on: a small step forward was watched, a step over the end is a loop, the rest is a jump. */
function timed(player: Player, positionMs: number): Player {
  if (player.scrubbing) return player;
  const step = positionMs - player.positionMs;
  const moved = { ...player, positionMs };
  if (!shouldPlay(player)) return moved;
  if (step >= 0) return step <= JUMP_MS ? { ...moved, watchedMs: player.watchedMs + step } : moved;
  const overEnd = player.durationMs - player.positionMs + positionMs;
  if (overEnd > JUMP_MS) return moved;
  return { ...moved, watchedMs: player.watchedMs + Math.max(0, overEnd), loops: player.loops + 1 };
}

export type Report = { kind: "play"; watchedMs: number; loops: number } | { kind: "skip"; watchedMs: number } | null;

/** What the visit that ends now was: watched, skipped, or nothing that can be said (no frame was ever shown). */
export function report(player: Player): Report {
  if (player.media === "empty" || player.media === "failed") return null;
  const watchedMs = Math.round(player.watchedMs);
  if (watchedMs >= SKIP_UNDER_MS || player.loops > 0) return { kind: "play", watchedMs, loops: player.loops };
  return player.reported ? null : { kind: "skip", watchedMs };
}
