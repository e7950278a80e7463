import { createSignal, For, Show, type JSX } from "solid-js";
import { Said } from "./said";

export interface ToastOptions {
  /** What can be done about it, often to undo it. */
  action?: { label: string; run: () => void };
  tone?: "plain" | "limit";
  /** ms; longer with an action or a second line */
  stays?: number;
}

interface Toast extends ToastOptions {
  key: number;
  text: string;
}

const [toasts, setToasts] = createSignal<Toast[]>([]);
let made = 0;

/** Says something in passing; read out politely to screen readers. At most two stand at once. */
export function toast(text: string, options: ToastOptions = {}): void {
  const key = ++made;
  setToasts((now) => [...now.filter((one) => one.text !== text).slice(-1), { key, text, ...options }]);
  setTimeout(() => drop(key), options.stays ?? (options.action || text.includes("\n") ? 7000 : 4000));
}

const drop = (key: number): unknown => setToasts((now) => now.filter((one) => one.key !== key));

export function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      <For each={toasts()}>
        {(one) => (
          <div class={`toast ${one.tone ?? "plain"}`}>
            <p>
              <Said text={one.text} />
            </p>
            <Show when={one.action}>
              {(action) => (
                <button
                  type="button"
                  class="button"
                  onClick={() => {
                    drop(one.key);
                    action().run();
                  }}
                >
                  {action().label}
                </button>
              )}
            </Show>
          </div>
        )}
      </For>
    </div>
  );
}
