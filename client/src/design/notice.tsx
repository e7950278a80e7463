import { Show, type JSX } from "solid-js";
import { Said } from "./said";

/** Where a form says what went wrong; read out when it comes, which needs its place to be there before. */
export function Notice(props: { text: string | undefined }): JSX.Element {
  return (
    <div role="alert">
      <Show when={props.text}>
        <p class="notice limit">
          <Said text={props.text} />
        </p>
      </Show>
    </div>
  );
}
