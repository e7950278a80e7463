import { onCleanup, type Accessor } from "solid-js";
import type { Card } from "../api";
import { like } from "../clip/acts";
import { soundOn, turnSound, type PlayerHandle } from "../player";

export interface Keyed {
  card: Accessor<Card | undefined>;
  page: Accessor<string | undefined>;
  player: Accessor<PlayerHandle | null>;
  /** To the next (1) or previous (-1) clip, where there is one. `pressed`: when, on the page's own clock, in ms. */
  move: (by: 1 | -1, pressed: number) => void;
}

/** Arrows move, Space plays, M is sound, L likes; nothing while somebody types or a sheet is open. */
export function listenKeys(keyed: Keyed): void {
  const heard = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || typing(event.target)) return;
    if (act(event, keyed)) event.preventDefault();
  };
  addEventListener("keydown", heard);
  onCleanup(() => removeEventListener("keydown", heard));
}

function act(event: KeyboardEvent, keyed: Keyed): boolean {
  const card = keyed.card();
  switch (event.key) {
    case "ArrowDown":
    case "PageDown":
      keyed.move(1, event.timeStamp);
      return true;
    case "ArrowUp":
    case "PageUp":
      keyed.move(-1, event.timeStamp);
      return true;
    case " ":
      if (operable(event.target)) return false;
      keyed.player()?.toggle();
      return true;
    case "m":
    case "M":
      if (!event.repeat) turnSound(!soundOn());
      return true;
    case "l":
    case "L":
      if (card && !event.repeat) void like(card, !card.mine.liked, keyed.page());
      return true;
    default:
      return false;
  }
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

/** Space belongs to the focused button; the clip's own surface is such a button and plays as well. */
const operable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("button, a, summary, [role=slider]") !== null;
