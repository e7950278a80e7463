import type { JSX } from "solid-js";

/** "k:▸": in short, then play. Drawn, so that it works at 16 px and in one colour; the triangle takes the accent. */
export function Mark(): JSX.Element {
  return (
    <svg viewBox="0 0 58 32" fill="currentColor" aria-hidden="true">
      <path d="M2 3h6v13.200L15 9h7.300l-7.600 7.700L22.800 27H15.500l-5-6.700L8 22.800V27H2Z" />
      <circle cx="28.500" cy="12.500" r="3.300" />
      <circle cx="28.500" cy="23.700" r="3.300" />
      <path class="mark-play" d="M37 9.400c0-1.200 1.300-1.900 2.300-1.300l14.200 8.600c1 .6 1 2 0 2.600L39.300 28c-1 .6-2.300-.1-2.300-1.300Z" />
    </svg>
  );
}
