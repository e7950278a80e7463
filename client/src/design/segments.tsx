import { createUniqueId, For, type JSX } from "solid-js";
import "./segments.css";

export interface SegmentsProps<T extends string> {
  legend: string;
  value: T;
  options: readonly { value: T; label: string; lang?: string }[];
  onChange: (value: T) => void;
  /** The legend is for screen readers only. */
  quietLegend?: boolean;
}

/** One of a few, side by side: native radio buttons, so arrow keys and screen readers know them. */
export function Segments<T extends string>(props: SegmentsProps<T>): JSX.Element {
  const name = createUniqueId();
  return (
    <fieldset class="field segments">
      <legend classList={{ label: !props.quietLegend, unseen: props.quietLegend ?? false }}>{props.legend}</legend>
      <div class="segments-row">
        <For each={props.options}>
          {(option) => (
            <label class="segment" lang={option.lang}>
              <input
                type="radio"
                class="unseen"
                name={name}
                value={option.value}
                checked={option.value === props.value}
                onChange={() => props.onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
