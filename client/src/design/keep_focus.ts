const CONTROLS = "button:not([disabled]), a[href], input:not([type=hidden]):not([hidden]), select, textarea";

/**
 * Runs what may take the focused control away. If it did, the focus goes to the first control left in `place`, so that
 * who uses the keyboard is not thrown back to the page's start.
 */
export async function keepFocus(place: Element | null | undefined, run: () => unknown): Promise<void> {
  await run();
  await Promise.resolve();
  const now = document.activeElement;
  if (place == null || (now !== null && now !== document.body && now.isConnected)) return;
  const next = place.querySelector<HTMLElement>(CONTROLS);
  next?.focus({ preventScroll: true });
}
