import { createMemo, For, type JSX } from "solid-js";
import { tilesOf } from "./tiles";

/** A person's picture until they have one: four tiles laid from the letters of the handle, always the same. */
export function Avatar(props: { handle: string; size?: number }): JSX.Element {
  const picture = createMemo(() => tilesOf(props.handle));
  return (
    <svg
      class="avatar"
      viewBox="0 0 20 20"
      aria-hidden="true"
      ref={(svg) => props.size && svg.style.setProperty("--avatar", `${props.size}px`)}
    >
      <rect width="20" height="20" fill={picture().ground} />
      <For each={picture().tiles}>{(tile) => <path d={tile.path} fill={tile.fill} />}</For>
    </svg>
  );
}
