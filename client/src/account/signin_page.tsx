import type { JSX } from "solid-js";

export default function Page(): JSX.Element {
  return <h1>…</h1>;
}
