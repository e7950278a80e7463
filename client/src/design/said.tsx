import { Show, type JSX } from "solid-js";

/** A sentence, and below it in small print what follows on a line of its own: a problem's reference (api/words.ts). */
export function Said(props: { text: string | undefined }): JSX.Element {
  const lines = (): string[] => (props.text ?? "").split("\n");
  return (
    <>
      {lines()[0]}
      <Show when={lines()[1]}>{(small) => <small class="reference">{small()}</small>}</Show>
    </>
  );
}
