import { createSignal } from "solid-js";

/** Light or dark: the system's choice unless the person makes one. */
export type Theme = "system" | "dark" | "light";

const KEPT = "kurzum.theme";
const kept = localStorage.getItem(KEPT);
const [theme, set] = createSignal<Theme>(kept === "dark" || kept === "light" ? kept : "system");

export { theme };

export function setTheme(next: Theme): void {
  set(next);
  if (next === "system") localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, next);
  show();
}

const systemIsLight = matchMedia("(prefers-color-scheme: light)");

function show(): void {
  const now = theme();
  const root = document.documentElement;
  if (now === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = now;
  const light = now === "light" || (now === "system" && systemIsLight.matches);
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", light ? "#f4f1ea" : "#0b0c0e");
}

systemIsLight.addEventListener("change", show);
show();
