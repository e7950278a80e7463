import type { Receipt } from "./ask";
import type { Pace } from "./ask_on";

/** What a date on a receipt is of: the id of its label, and when it was or will be. */
export interface Dated {
  id: string;
  at: string;
}

/** The dates of a receipt in the order in which they happen; what has not happened has none but the erasure's own. */
export function datesOf(receipt: Receipt): Dated[] {
  const waits = receipt.state === "leaving";
  const dates: [string, string | null][] = [
    ["receipt-asked", receipt.asked_at],
    ["receipt-due", waits ? receipt.erase_at : null],
    ["receipt-key", receipt.keys_destroyed_at],
    ["receipt-done", receipt.erased_at],
  ];
  return dates.flatMap(([id, at]) => (at === null ? [] : [{ id, at }]));
}

/** What was removed, the most first; things of which there were none are left out. */
export function removedOf(receipt: Receipt): [what: string, count: number][] {
  return Object.entries(receipt.removed)
    .filter(([, count]) => count > 0)
    .sort(([one, few], [other, many]) => many - few || one.localeCompare(other));
}

const RARELY: Pace = [60_000, 60_000];
const SOON: Pace = [1_500, 15_000];

/** How often to ask how it goes; null once nothing changes any more. */
export function paceOf(state: Receipt["state"]): Pace | null {
  if (state === "erasing") return SOON;
  return state === "leaving" ? RARELY : null;
}
