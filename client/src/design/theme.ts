import { createSignal } from "solid-js";

/** Dark, as clips are watched, unless the person chooses light or to go with the device. */
export type Theme = "system" | "dark" | "light";

const KEPT = "kurzum.theme";
const kept = localStorage.getItem(KEPT);
const [theme, set] = createSignal<Theme>(kept === "system" || kept === "light" ? kept : "dark");

export { theme };

export function setTheme(next: Theme): void {
  set(next);
  if (next === "dark") localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, next);
  show();
}

const systemIsLight = matchMedia("(prefers-color-scheme: light)");

function show(): void {
  const now = theme();
  const root = document.documentElement;
  const light = now === "light" || (now === "system" && systemIsLight.matches);
  if (light) root.dataset["theme"] = "light";
  else delete root.dataset["theme"];
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", light ? "#f4f1ea" : "#0b0c0e");
}

systemIsLight.addEventListener("change", show);
show();
