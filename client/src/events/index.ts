/**
 * What a viewer did, told to their own zone in batches. Signed-out events go the same way and are only counted there.
 */
import { ApiProblem, call } from "../api";
import { known, me, onPersonChange } from "../session";
import { EventQueue, type Batch, type Answer, type ViewEvent } from "./queue";
import { newId } from "./uuid7";

export { newId } from "./uuid7";
export type { EventKind } from "./queue";

const PATH = "/api/events";
let queue: EventQueue | undefined;
const early: Omit<ViewEvent, "id" | "at">[] = [];

/** Notes an event. Until it is known who sits here, events wait. */
export function tell(event: Omit<ViewEvent, "id" | "at">): void {
  if (queue) queue.add(event);
  else early.push(event);
}

/** Sends what waits, for example before signing out. */
export const flushEvents = async (): Promise<void> => queue?.flush();

/** How many events have not reached the zone yet. */
export const waitingEvents = (): number => queue?.waiting ?? early.length;

void known.then(start);
onPersonChange(() => {
  queue?.discard();
  start();
});

function start(): void {
  queue = new EventQueue({
    send,
    beacon: (batch) => navigator.sendBeacon(PATH, new Blob([JSON.stringify(batch)], { type: "application/json" })),
    store: storeFor(`kurzum.events.${me()?.id ?? "nobody"}`),
    newId,
    now: () => new Date().toISOString(),
    later: (ms, run) => void setTimeout(run, ms),
  });
  for (const event of early.splice(0)) queue.add(event);
}

async function send(batch: Batch): Promise<Answer> {
  try {
    await call(PATH, { method: "POST", body: batch });
    return "sent";
  } catch (problem) {
    return problem instanceof ApiProblem && !problem.passing ? "refused" : "later";
  }
}

function storeFor(key: string): { load: () => Batch[]; save: (batches: Batch[]) => void } {
  return {
    load() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "[]") as Batch[];
      } catch {
        return [];
      }
    },
    save(batches) {
      try {
        if (batches.length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(batches));
      } catch {
        // Storage is full or forbidden; the batches live on in memory.
      }
    },
  };
}

addEventListener("online", () => void queue?.flush());
// On the window, so that players have said their last word on the document first.
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && queue?.leave());
addEventListener("pagehide", () => queue?.leave());
