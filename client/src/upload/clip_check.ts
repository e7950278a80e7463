/** The early look at a chosen file, against the edition, before anything is sent. The server looks again. */

export interface ClipBounds {
  clip_min_ms: number;
  clip_max_ms: number;
  max_bytes: number;
}

export interface Look {
  bytes: number;
  /** Null where this browser cannot play the file or knows no length: then only the server can say. */
  duration_ms: number | null;
  /** Whether the browser found a picture it can draw. HEVC often has none here and is fine on the server. */
  picture: boolean;
}

/** The server's own codes of rejection, so that both sides say the same sentence. */
export type EarlyRejection = "empty" | "too_large" | "too_short" | "too_long";

/** Containers round a length up or down by a frame or two; the server measures exactly. */
const SLACK_MS = 100;

/** The reason why the server would refuse this file, or null. */
export function earlyRejection(look: Look, bounds: ClipBounds): EarlyRejection | null {
  if (look.bytes === 0) return "empty";
  if (look.bytes > bounds.max_bytes) return "too_large";
  if (look.duration_ms === null) return null;
  if (look.duration_ms < bounds.clip_min_ms - SLACK_MS) return "too_short";
  if (look.duration_ms > bounds.clip_max_ms + SLACK_MS) return "too_long";
  return null;
}
