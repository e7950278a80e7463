import { createSignal } from "solid-js";

/** The person's own wish for less data, beside the browser's. Kept in this browser. */
const KEPT = "kurzum.less-data";
const [lessData, set] = createSignal(localStorage.getItem(KEPT) === "yes");

export { lessData };

export function setLessData(on: boolean): void {
  set(on);
  if (on) localStorage.setItem(KEPT, "yes");
  else localStorage.removeItem(KEPT);
}
