import { createSignal, type Accessor } from "solid-js";
import type { PlayerHandle } from "./player";

/**
 * The player of the clip on the stage. Clips come and go in any order, so one that leaves takes away only itself.
 */
export function createStagePlayer(): [Accessor<PlayerHandle | null>, (player: PlayerHandle, here: boolean) => void] {
  const [player, set] = createSignal<PlayerHandle | null>(null);
  const change = (one: PlayerHandle, here: boolean): unknown =>
    set((now) => (here ? one : now === one ? null : now));
  return [player, change];
}
