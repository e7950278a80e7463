import type { Audience } from "../api";

/** How far a clip has come: nobody yet, on its way to its first audience, past it, or shown beyond it. */
export type Standing = "waiting" | "running" | "done" | "promoted";

export function standingOf(audience: Audience): Standing {
  if (audience.state !== "done") return audience.shown > 0 ? "running" : "waiting";
  return audience.promoted ? "promoted" : "done";
}

/** Of those to whom it was shown, who watched it to its end: 0..1, or null where nobody was shown it. */
export function toEnd(audience: Audience): number | null {
  return audience.shown > 0 ? Math.min(1, audience.watched / audience.shown) : null;
}
