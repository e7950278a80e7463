import { afterEach, describe, expect, it, vi } from "vitest";
import type { Card, Cause, FeedPage } from "../api";

const pages: (FeedPage | Promise<FeedPage>)[] = [];
const cards = new Map<string, Card>();
vi.mock("../api", () => ({ feed: { page: () => Promise.resolve(pages.shift()) } }));
vi.mock("../clip/cards", () => ({ keep: (card: Card) => cards.set(card.id, card), cardOf: (id: string) => cards.get(id) }));
vi.mock("../events", () => ({ flushEvents: () => Promise.resolve(), waitingEvents: () => 0 }));
vi.mock("../session", () => ({ known: Promise.resolve(), me: () => ({ id: "anna" }), onPersonChange: () => undefined }));
vi.mock("./seen", () => ({ noteSeen: () => undefined, seenHere: () => [] }));

const page = (note: string | null, ...ids: string[]): FeedPage =>
  ({ page: ids.join(""), note, next: null, picks: ids.map((id) => ({ clip: { id } as Card, reasons: [] })) }) as unknown as FeedPage;

describe("a feed", () => {
  afterEach(() => vi.resetModules());

  it("ends with a page that holds nothing new", async () => {
    const { feedOf } = await import("./source");
    pages.push(page(null, "a", "b"), page("nothing_new", "b"));
    const feed = feedOf("foryou");
    await feed.more();
    expect(feed.state()).toBe("ready");
    await feed.more();
    expect([feed.state(), feed.slots().length]).toEqual(["ended", 2]);
  });

  it("has failed, not ended, where an unsorted page holds nothing new, and goes on when asked again", async () => {
    const { feedOf } = await import("./source");
    pages.push(page(null, "a"), page("plain", "a"), page(null, "b"));
    const feed = feedOf("foryou");
    await feed.more();
    await feed.more();
    expect(feed.state()).toBe("failed");
    await feed.more();
    expect([feed.state(), feed.slots().map((slot) => slot.id)]).toEqual(["ready", ["a", "b"]]);
  });
});

/** Clips "a1", "b1": the letter is their maker. */
const by = (...ids: string[]): FeedPage => ({
  ...page(null),
  picks: ids.map((id) => ({ clip: { id, caption: "", creator: { handle: id[0] } } as Card, reasons: [] })) as unknown as FeedPage["picks"],
});
const B: Cause = { kind: "creator", key: "b" };
const settled = (): Promise<unknown> => new Promise((done) => setTimeout(done));

describe("a change to what comes", () => {
  afterEach(() => vi.resetModules());

  const begun = async (...ids: string[]) => {
    const { feedOf } = await import("./source");
    const feed = feedOf("foryou");
    pages.splice(0, pages.length, by(...ids));
    await feed.more();
    return { feed, ids: () => feed.slots().map((slot) => slot.id).join(" ") };
  };

  it("takes away what waits of it and brings a page that knows, next; undone, it is back", async () => {
    const { feed, ids } = await begun("a1", "b1", "b2", "c1", "b3");
    feed.setAt(1);
    pages.push(by("d1", "b4"));
    feed.hide([B], true);
    expect(ids()).toBe("a1 b1 c1");
    await settled();
    expect(ids()).toBe("a1 b1 d1 c1");
    pages.push(by("e1"));
    feed.hide([], true);
    await settled();
    expect(ids()).toBe("a1 b1 e1 b2 b3 b4 d1 c1");
    expect(feed.state()).toBe("ready");
  });

  it("is told again to a page that was asked for before", async () => {
    const { feed, ids } = await begun("a1", "c1");
    let answer!: (page: FeedPage) => void;
    pages.push(new Promise((done) => (answer = done)), by("d1"));
    const more = feed.more();
    feed.hide([B], true);
    await settled();
    answer(by("b1", "c2"));
    await more;
    await settled();
    expect(ids()).toBe("a1 d1 c1 c2");
  });

  it("lets nothing of before count when it begins anew, not even what was asked for", async () => {
    const { feed, ids } = await begun("a1", "b1", "c1");
    let answer!: (page: FeedPage) => void;
    pages.push(new Promise((done) => (answer = done)), by("d1"));
    const more = feed.more();
    feed.anew();
    expect(ids()).toBe("a1");
    await settled();
    answer(by("b2"));
    await more;
    await settled();
    expect(ids()).toBe("a1 d1");
  });

  it("takes a clip out with its like, and goes on where all had been seen", async () => {
    const { feed, ids } = await begun("a1", "b1", "c1", "b2");
    pages.push(by());
    await feed.more();
    expect(feed.state()).toBe("ended");
    feed.setAt(1);
    pages.push(by("d1"));
    feed.drop("b1", ({ card }) => card?.creator.handle === "b");
    expect(ids()).toBe("a1 c1");
    await settled();
    expect([ids(), feed.state()]).toEqual(["a1 c1 d1", "ready"]);
  });

  it("asks for nothing where no reel was begun", async () => {
    const { feedOf } = await import("./source");
    pages.splice(0, pages.length, by("a1"));
    feedOf("foryou").hide([B], true);
    feedOf("foryou").anew();
    await settled();
    expect([feedOf("foryou").slots(), pages.length]).toEqual([[], 1]);
  });
});
