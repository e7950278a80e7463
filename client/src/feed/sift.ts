import type { Slot } from "./source";

export interface Sifted {
  slots: Slot[];
  /** What waited and may not come now; it comes back where it may again. */
  aside: Slot[];
}

/**
 * The reel after its viewer changed what may come: after the clip on the stage, at index `at`, goes what is `out`, and
 * what had gone and may come again is next. What was shown stays.
 */
export function sift(slots: readonly Slot[], at: number, aside: readonly Slot[], out: (slot: Slot) => boolean): Sifted {
  const shown = slots.slice(0, at + 1);
  const waits = slots.slice(at + 1);
  const have = new Set(slots.map((slot) => slot.id));
  const back = aside.filter((slot) => !out(slot) && !have.has(slot.id));
  return {
    slots: [...shown, ...back, ...waits.filter((slot) => !out(slot))],
    aside: [...aside, ...waits].filter(out),
  };
}
