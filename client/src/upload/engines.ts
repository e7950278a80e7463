/** What runs behind an upload and is never shown: its file, its pace, its timer, its turn. */

import { waitBeforeTry } from "./item";
import { find, moveTo } from "./list";
import type { Sending } from "./sending";
import { Pace } from "./time_left";

export interface Engine {
  file: Blob | null;
  pace: Pace;
  tries: number;
  /** When the progress was last written to the shelf, ms. */
  keptAt: number;
  sending: Sending | null;
  stopFollowing: (() => void) | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Gives the turn to another window that waits for it. */
  letGo: (() => void) | null;
}

const engines = new Map<string, Engine>();

export const engine = (key: string): Engine | undefined => engines.get(key);

export function makeEngine(key: string, file: Blob | null): void {
  engines.set(key, {
    file,
    pace: new Pace(),
    tries: 0,
    keptAt: 0,
    sending: null,
    stopFollowing: null,
    timer: undefined,
    letGo: null,
  });
}

/** Stops sending and lets another window have it. */
export function halt(key: string): void {
  const one = engines.get(key);
  if (one === undefined) return;
  clearTimeout(one.timer);
  one.sending?.stop();
  one.sending = null;
  one.letGo?.();
}

/** Stops everything and forgets it. */
export function scrap(key: string): void {
  halt(key);
  engines.get(key)?.stopFollowing?.();
  engines.delete(key);
}

/** Waits ever longer for the line; `online` and the person cut the wait short. */
export function tryLater(key: string, again: () => void): void {
  const one = engines.get(key);
  if (one === undefined) return;
  moveTo(key, { at: "offline" });
  clearTimeout(one.timer);
  one.timer = setTimeout(() => find(key)?.stage.at === "offline" && again(), waitBeforeTry(one.tries));
  one.tries += 1;
}
