import { For, type JSX } from "solid-js";

const HEART = "M0 26-27 -1a16 16 0 0 1 0-23 16 16 0 0 1 23 0L0-20l4-4a16 16 0 0 1 23 0 16 16 0 0 1 0 23Z";

export interface BurstAt {
  x: number;
  y: number;
}

/** A heart where the fingers were, with three play marks flying off. */
export function Burst(props: { at: BurstAt[] }): JSX.Element {
  return (
    <For each={props.at}>
      {(at) => (
        <svg
          class="burst"
          viewBox="-60 -60 120 120"
          aria-hidden="true"
          ref={(svg) => {
            // A finger's place is counted from the left, whichever way the page is written.
            svg.style.left = `${at.x}px`;
            svg.style.top = `${at.y}px`;
          }}
        >
          <path class="heart" d={HEART} />
          <path class="bit one" d="M-6-8 8 0-6 8Z" />
          <path class="bit two" d="M-6-8 8 0-6 8Z" />
          <path class="bit three" d="M-6-8 8 0-6 8Z" />
        </svg>
      )}
    </For>
  );
}
