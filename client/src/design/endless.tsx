import { createEffect, createSignal, For, on, onCleanup, Show, type JSX } from "solid-js";
import { createStore } from "solid-js/store";
import type { List } from "../api";

export interface EndlessProps<T> {
  /** Fetches a page; the first one without a cursor. Called anew when `of` changes. */
  of: unknown;
  load: (cursor: string | undefined) => Promise<List<T>>;
  each: (item: T, drop: () => void) => JSX.Element;
  class: string;
  label: string;
  empty: () => JSX.Element;
  waiting: () => JSX.Element;
  failed: (again: () => void, problem: unknown) => JSX.Element;
  more: string;
}

/** A list that fetches its next page shortly before its end comes into view, and by a button for the keyboard. */
export function Endless<T extends object>(props: EndlessProps<T>): JSX.Element {
  const [items, setItems] = createStore<T[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal<unknown>();
  let turn = 0;

  async function load(cursor?: string): Promise<void> {
    const mine = ++turn;
    setState("loading");
    try {
      const page = await props.load(cursor);
      if (mine !== turn) return;
      setItems((now) => (cursor === undefined ? page.items : [...now, ...page.items]));
      setNext(page.next);
      setState("ready");
    } catch (cause) {
      if (mine !== turn) return;
      setProblem(cause);
      setState("failed");
    }
  }
  createEffect(
    on(
      () => props.of,
      () => {
        setItems([]);
        setNext(null);
        void load();
      },
    ),
  );
  const goOn = (): void => {
    const cursor = next();
    if (cursor !== null && state() === "ready") void load(cursor);
  };
  const watch = (end: HTMLElement): void => {
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && goOn(), { rootMargin: "600px" });
    seen.observe(end);
    onCleanup(() => seen.disconnect());
  };

  return (
    <>
      <Show when={items.length > 0}>
        <ul class={props.class} aria-label={props.label} aria-busy={state() === "loading"}>
          <For each={items}>
            {(item) => <li>{props.each(item, () => setItems((now) => now.filter((one) => one !== item)))}</li>}
          </For>
        </ul>
      </Show>
      <Show when={state() === "loading" && items.length === 0}>{props.waiting()}</Show>
      <Show when={state() === "failed"}>{props.failed(() => void load(next() ?? undefined), problem())}</Show>
      <Show when={state() === "ready" && items.length === 0 && next() === null}>{props.empty()}</Show>
      <Show when={state() === "ready" && next() !== null ? next() : null} keyed>
        <button ref={watch} type="button" class="button plain" onClick={goOn}>
          {props.more}
        </button>
      </Show>
    </>
  );
}
