import { Show, type JSX } from "solid-js";
import { Said } from "./said";

export interface BlankProps {
  title: string;
  text?: string;
  /** It is the whole page, so its title is the page's. */
  page?: boolean;
  /** Buttons or links: what to do next. */
  children?: JSX.Element;
}

/** A place with nothing in it yet, or where something went wrong: what is so, and what to do. */
export function Blank(props: BlankProps): JSX.Element {
  return (
    <div class="blank">
      <svg class="sign" viewBox="0 0 72 40" fill="currentColor" aria-hidden="true">
        <circle cx="8" cy="11" r="7" />
        <circle cx="8" cy="32" r="7" />
        <path d="M28 4v32l38-16Z" fill="none" stroke="currentColor" stroke-width="4" stroke-linejoin="round" />
      </svg>
      <Show when={props.page} fallback={<h2>{props.title}</h2>}>
        <h1>{props.title}</h1>
      </Show>
      <Show when={props.text}>
        {(text) => (
          <p class="quiet-text">
            <Said text={text()} />
          </p>
        )}
      </Show>
      <Show when={props.children}>
        <div class="row">{props.children}</div>
      </Show>
    </div>
  );
}
