import { afterEach, describe, expect, it, vi } from "vitest";
import type { Card, FeedPage } from "../api";

const pages: FeedPage[] = [];
vi.mock("../api", () => ({ feed: { page: () => Promise.resolve(pages.shift()) } }));
vi.mock("../clip/cards", () => ({ keep: () => undefined }));
vi.mock("../events", () => ({ flushEvents: () => Promise.resolve() }));
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
