import { createSignal, onCleanup, type Accessor } from "solid-js";

/** Controls fade when nobody has touched anything for this long. */
const FADE_MS = 2000;

export interface Idle {
  idle: Accessor<boolean>;
  wake: () => void;
  listeners: { onPointerMove: () => void; onPointerDown: () => void; onFocusIn: () => void };
}

export function createIdle(): Idle {
  const [idle, setIdle] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    setIdle(false);
    clearTimeout(timer);
    timer = setTimeout(() => setIdle(true), FADE_MS);
  };
  addEventListener("keydown", wake);
  onCleanup(() => {
    clearTimeout(timer);
    removeEventListener("keydown", wake);
  });
  wake();
  return { idle, wake, listeners: { onPointerMove: wake, onPointerDown: wake, onFocusIn: wake } };
}
