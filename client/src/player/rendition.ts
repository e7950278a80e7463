import type { Rendition } from "../api";

/** What the choice depends on. */
export interface Conditions {
  /** Height of the picture on the screen, in device pixels. */
  heightPx: number;
  /** Measured or guessed, bits per second; null when nothing is known. */
  throughput: number | null;
  /** The person asked their browser to save data. */
  saveData: boolean;
}

/** A rendition may use this part of the line; the rest is for the next clips. */
const SHARE_OF_LINE = 0.6;
/** A picture this much smaller than the screen still looks sharp on a phone. */
const SHARP_ENOUGH = 0.75;
const MODEST_HEIGHT = 900;

/**
 * The progressive rendition for one clip: the smallest that looks sharp and that the line carries, else the largest
 * that the line carries, else the smallest there is. Null when the clip has none yet.
 */
export function choose(renditions: readonly Rendition[], conditions: Conditions): Rendition | null {
  const bySize = renditions.filter((r) => r.kind === "mp4").sort((a, b) => a.height - b.height);
  const [smallest] = bySize;
  if (smallest === undefined) return null;
  const most = conditions.throughput === null ? Infinity : conditions.throughput * SHARE_OF_LINE;
  const carried = bySize.filter((r) => r.bitrate <= most);
  const wanted = conditions.saveData ? Math.min(conditions.heightPx, MODEST_HEIGHT) : conditions.heightPx;
  return carried.find((r) => r.height >= wanted * SHARP_ENOUGH) ?? carried.at(-1) ?? smallest;
}

/** The next smaller file than `now`, for a line that turned out poorer than thought; null where there is none. */
export function smaller(renditions: readonly Rendition[], now: Rendition): Rendition | null {
  const below = renditions.filter((r) => r.kind === "mp4" && r.bitrate < now.bitrate);
  return below.sort((a, b) => b.bitrate - a.bitrate)[0] ?? null;
}

/** How many of the next clips to fetch ahead, and whether whole or only their beginnings. */
export function ahead(conditions: Pick<Conditions, "saveData" | "throughput">): { clips: number; whole: boolean } {
  if (conditions.saveData) return { clips: 1, whole: false };
  if (conditions.throughput !== null && conditions.throughput < 700_000) return { clips: 1, whole: true };
  return { clips: 2, whole: true };
}

/** A moving mean of what the line did: one transfer of `bytes` in `ms`. Tiny transfers say nothing. */
export function measured(before: number | null, bytes: number, ms: number): number | null {
  if (bytes < 50_000 || ms <= 0) return before;
  const now = (bytes * 8000) / ms;
  return before === null ? now : before * 0.7 + now * 0.3;
}
