import { createUniqueId, Show, type JSX } from "solid-js";

/** What a control must carry so that label, hint and error belong to it. */
export interface ControlProps {
  id: string;
  class: "box";
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
}

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (control: ControlProps) => JSX.Element;
}

/** A labelled control: `<Field label=...>{(control) => <input {...control} type="text" />}</Field>`. */
export function Field(props: FieldProps): JSX.Element {
  const id = createUniqueId();
  const noteId = `${id}-note`;
  const control: ControlProps = {
    id,
    class: "box",
    get "aria-describedby"() {
      return props.error || props.hint ? noteId : undefined;
    },
    get "aria-invalid"(): "true" | undefined {
      return props.error ? "true" : undefined;
    },
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children(control)}
      <Show when={props.error || props.hint}>
        <p id={noteId} class={props.error ? "error" : "hint"}>
          {props.error || props.hint}
        </p>
      </Show>
    </div>
  );
}
