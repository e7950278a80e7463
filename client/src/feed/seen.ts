/** Clips that this browser showed to nobody in particular: kept here alone, so that a signed-out feed need not repeat. */
const KEPT = "kurzum.seen";
const MOST = 400;

export function withSeen(before: readonly string[], id: string): string[] {
  return [...before.filter((one) => one !== id), id].slice(-MOST);
}

export function seenHere(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function noteSeen(id: string): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(withSeen(seenHere(), id)));
  } catch {
    // Without storage the feed may repeat itself; nothing else is lost.
  }
}

export const forgetSeen = (): void => localStorage.removeItem(KEPT);
