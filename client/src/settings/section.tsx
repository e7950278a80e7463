import { createUniqueId, type JSX } from "solid-js";

export interface SectionProps {
  id: string;
  title: string;
  children: JSX.Element;
}

/** A part of the settings with its heading; `id` is its place in the address (`/settings#profile`). */
export function Section(props: SectionProps): JSX.Element {
  const titleId = createUniqueId();
  return (
    <section id={props.id} class="setting" aria-labelledby={titleId} tabindex="-1">
      <h2 id={titleId}>{props.title}</h2>
      {props.children}
    </section>
  );
}
