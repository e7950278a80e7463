import type { FeedPage } from "../api";
import type { Slot } from "./source";

/** The feed with a page's picks from index `from` on, its end; a clip that is in it already is not shown twice. */
export function merge(
  before: readonly Slot[],
  page: Pick<FeedPage, "page" | "picks" | "note">,
  from = before.length,
): Slot[] {
  const have = new Set(before.map((slot) => slot.id));
  const fresh: Slot[] = [];
  for (const pick of page.picks) {
    if (have.has(pick.clip.id)) continue;
    have.add(pick.clip.id);
    fresh.push({ id: pick.clip.id, page: page.page, reasons: pick.reasons, note: page.note });
  }
  return [...before.slice(0, from), ...fresh, ...before.slice(from)];
}
