import { createSignal } from "solid-js";

/** Sound is off until the first touch, and then as the person left it, for as long as the page lives. */
const [soundOn, setSound] = createSignal(false);
const [touched, setTouched] = createSignal(false);
/** The browser itself refused to play aloud; only a tap can change that. */
const [refused, setRefused] = createSignal(false);

export { refused, soundOn, touched };

export function turnSound(on: boolean): void {
  setTouched(true);
  setRefused(false);
  setSound(on);
}

export function refuseSound(): void {
  setRefused(true);
  setTouched(false);
  setSound(false);
}
