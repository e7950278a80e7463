import { batch, createSignal, type Accessor } from "solid-js";
import { feed as api, type Cause, type FeedKind, type FeedPage, type Reason } from "../api";
import { cardOf, keep } from "../clip/cards";
import { isOf, type InReel } from "../clip/causes";
import { flushEvents, waitingEvents } from "../events";
import { known, me, onPersonChange } from "../session";
import { merge } from "./merge";
import { noteSeen, seenHere } from "./seen";
import { sift } from "./sift";

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
  /** Takes a clip out, and what waits after it and is `alike`; what the viewer now thinks is in what comes next. */
  drop: (id: string, alike?: (one: InReel) => boolean) => void;
  /** These stay off from now on, and nothing else; `changed` asks at once for a page that knows. */
  hide: (causes: readonly Cause[], changed: boolean) => void;
  /** Nothing of what waits counts any more; a new page takes its place. */
  anew: () => void;
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
  let begun = false;
  let turn = 0;
  let hidden: readonly Cause[] = [];
  let aside: Slot[] = [];

  const asInReel = (slot: Slot): InReel => ({ card: cardOf(slot.id), reasons: slot.reasons });
  const isHidden = (slot: Slot): boolean => hidden.some((cause) => isOf(cause, asInReel(slot)));
  const put = (all: readonly Slot[]): void => {
    const sifted = sift(all, at(), aside, isHidden);
    aside = sifted.aside;
    setSlots(sifted.slots);
  };

  /** `next`: what comes follows the clip on the stage, before what waits there. */
  async function load(next = false): Promise<void> {
    begun = true;
    const mine = turn;
    setState("loading");
    try {
      if (kind !== "foryou" && (await known, me() === null)) return void setState("ended");
      const page = await ask(kind, slots(), cursor);
      if (mine !== turn) return;
      cursor = page.next ?? undefined;
      for (const pick of page.picks) keep(pick.clip);
      const before = slots().length;
      put(merge(slots(), page, next ? at() + 1 : undefined));
      const grew = slots().length > before;
      // A list of the newest holds nothing new for who has seen those: that is no end, only a page that failed.
      if (!grew && page.note === "plain") throw new Error("a plain page with nothing new");
      const more = kind === "foryou" ? grew : page.next !== null;
      setState(more ? "ready" : "ended");
    } catch (cause) {
      if (mine !== turn) return;
      setProblem(cause);
      setState("failed");
    }
  }

  const request = (next: boolean): Promise<void> => (asking = load(next).finally(() => (asking = undefined)));

  /** A page that was asked for before a change knows nothing of it; so another one is asked for. */
  async function freshen(): Promise<void> {
    if (kind !== "foryou" || !begun) return;
    while (asking) await asking;
    await request(true);
  }

  return {
    kind,
    slots,
    state,
    problem,
    at,
    setAt,
    more: () => (state() === "ended" ? Promise.resolve() : (asking ?? request(false))),
    async reload() {
      setSlots([]);
      aside = [];
      setAt(0);
      cursor = undefined;
      await (asking ?? request(false));
    },
    // In a batch, so that the reel does not ask for a page of its own in between.
    drop: (id, alike = () => false) =>
      batch(() => {
        setSlots((now) => now.filter((slot, index) => slot.id !== id && (index <= at() || !alike(asInReel(slot)))));
        void freshen();
      }),
    hide: (causes, changed) =>
      batch(() => {
        hidden = causes;
        put(slots());
        if (changed) void freshen();
      }),
    anew: () =>
      batch(() => {
        turn += 1;
        aside = [];
        setSlots((now) => now.slice(0, at() + 1));
        void freshen();
      }),
  };
}

async function ask(kind: FeedKind, have: readonly Slot[], cursor: string | undefined): Promise<FeedPage> {
  // A browser that has seen nothing asks at once; otherwise we must know who asks before the seen list leaves storage.
  const seen = [...seenHere(), ...have.map((slot) => slot.id)];
  if (seen.length === 0 && waitingEvents() === 0) return api.page(kind, PAGE_SIZE);
  await known;
  if (!me()) return api.pageSignedOut(kind, PAGE_SIZE, [...new Set(seen)].slice(-200));
  await flushEvents();
  return api.page(kind, PAGE_SIZE, cursor);
}
