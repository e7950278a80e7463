import { createSignal, type Accessor } from "solid-js";
import { feed as api, type FeedKind, type FeedPage, type Reason } from "../api";
import { keep } from "../clip/cards";
import { flushEvents } from "../events";
import { known, me, onPersonChange } from "../session";
import { merge } from "./merge";
import { noteSeen, seenHere } from "./seen";

/** One clip in the feed, with why it is there. The clip itself is in the card store, under `id`. */
export interface Slot {
  id: string;
  page: string;
  reasons: Reason[];
  /** What the server said about the page: see FeedPage. */
  note: string | null;
}

export type FeedState = "loading" | "ready" | "ended" | "failed";

export interface Feed {
  kind: FeedKind;
  slots: Accessor<Slot[]>;
  state: Accessor<FeedState>;
  problem: Accessor<unknown>;
  /** Which slot was on the stage, so that coming back finds the place again. */
  at: Accessor<number>;
  setAt: (index: number) => void;
  more: () => Promise<void>;
  reload: () => Promise<void>;
  drop: (id: string) => void;
}

const PAGE_SIZE = 8;
const feeds = new Map<FeedKind, Feed>();
onPersonChange(() => feeds.clear());

export function feedOf(kind: FeedKind): Feed {
  let feed = feeds.get(kind);
  if (!feed) feeds.set(kind, (feed = makeFeed(kind)));
  return feed;
}

/** Marks a clip as seen in this browser, where nobody is signed in to remember it for. */
export function noteShown(id: string): void {
  if (me() === null) noteSeen(id);
}

function makeFeed(kind: FeedKind): Feed {
  const [slots, setSlots] = createSignal<Slot[]>([]);
  const [state, setState] = createSignal<FeedState>("loading");
  const [problem, setProblem] = createSignal<unknown>(null);
  let cursor: string | undefined;
  const [at, setAt] = createSignal(0);
  let asking: Promise<void> | undefined;

  async function load(): Promise<void> {
    setState("loading");
    try {
      if (kind !== "foryou" && (await known, me() === null)) return void setState("ended");
      const page = await ask(kind, slots(), cursor);
      cursor = page.next ?? undefined;
      for (const pick of page.picks) keep(pick.clip);
      const merged = merge(slots(), page);
      const grew = merged.length > slots().length;
      setSlots(merged);
      // A list of the newest holds nothing new for who has seen those: that is no end, only a page that failed.
      if (!grew && page.note === "plain") throw new Error("a plain page with nothing new");
      const more = kind === "foryou" ? grew : page.next !== null;
      setState(more ? "ready" : "ended");
    } catch (cause) {
      setProblem(cause);
      setState("failed");
    }
  }

  return {
    kind,
    slots,
    state,
    problem,
    at,
    setAt,
    more: () => (state() === "ended" ? Promise.resolve() : (asking ??= load().finally(() => (asking = undefined)))),
    async reload() {
      setSlots([]);
      setAt(0);
      cursor = undefined;
      await (asking ??= load().finally(() => (asking = undefined)));
    },
    drop: (id) => setSlots((now) => now.filter((slot) => slot.id !== id)),
  };
}

async function ask(kind: FeedKind, have: readonly Slot[], cursor: string | undefined): Promise<FeedPage> {
  // A browser that has seen nothing asks at once; otherwise we must know who asks before the seen list leaves storage.
  const seen = [...seenHere(), ...have.map((slot) => slot.id)];
  if (seen.length === 0) return api.page(kind, PAGE_SIZE);
  await known;
  if (!me()) return api.pageSignedOut(kind, PAGE_SIZE, [...new Set(seen)].slice(-200));
  await flushEvents();
  return api.page(kind, PAGE_SIZE, cursor);
}
