import { createSignal, type Accessor } from "solid-js";

function watch(query: string): Accessor<boolean> {
  const list = matchMedia(query);
  const [matches, set] = createSignal(list.matches);
  list.addEventListener("change", () => set(list.matches));
  return matches;
}

/** The rail stands beside the page instead of the bar below it. */
export const wide = watch("(min-width: 900px)");
/** There is room for a details column beside the clip. */
export const roomy = watch("(min-width: 1180px)");
export const stillMotion = watch("(prefers-reduced-motion: reduce)");
