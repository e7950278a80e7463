import type { JSX } from "solid-js";

/** "k:▸": in short, then play. Drawn, so that it works at 16 px and in one colour; the triangle takes the accent. */
export function Mark(): JSX.Element {
  return (
    <svg viewBox="0 0 58 32" fill="currentColor" aria-hidden="true">
      <path d="M2 3h6v13.2L15 9h7.3l-7.6 7.7L22.8 27H15.5l-5-6.7L8 22.8V27H2Z" />
      <circle cx="28.5" cy="12.5" r="3.3" />
      <circle cx="28.5" cy="23.7" r="3.3" />
      <path class="mark-play" d="M37 9.4c0-1.2 1.3-1.9 2.3-1.3l14.2 8.6c1 .6 1 2 0 2.6L39.3 28c-1 .6-2.3-.1-2.3-1.3Z" />
    </svg>
  );
}
