import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Cause, YourFeed } from "../api";

const reel = { hide: vi.fn(), anew: vi.fn() };
const api = { mine: vi.fn(), hide: vi.fn(), showAgain: vi.fn(), beginAnew: vi.fn(), undo: vi.fn() };
let leave: () => void;
vi.mock("../api", () => ({ feed: api }));
vi.mock("../events", () => ({ flushEvents: () => Promise.resolve() }));
vi.mock("../session", () => ({ onPersonChange: (run: () => void) => (leave = run) }));
vi.mock("./source", () => ({ feedOf: () => reel }));

const ANNA: Cause = { kind: "creator", key: "anna" };
const interest = (kind: "creator" | "topic", key: string): YourFeed["interests"][0] => ({ kind, key, name: key, strength: 1, watches: 2, picks: 1 });
const feed = (more: Partial<YourFeed> = {}): YourFeed => ({
  watches: 4,
  reset_at: null,
  can_undo: null,
  interests: [interest("creator", "anna"), interest("topic", "anna")],
  hidden: [],
  ...more,
});
const hiding = feed({ can_undo: "hide", hidden: [{ ...ANNA, name: "anna", at: "2026-11-22T12:00:00Z" }] });

describe("one's own feed", () => {
  beforeEach(() => void vi.clearAllMocks());
  afterEach(() => vi.resetModules());

  it("is asked for without a change to the reel", async () => {
    const { askYours, yours } = await import("./yours");
    expect(yours()).toBeNull();
    api.mine.mockResolvedValue(feed({ reset_at: "2026-11-20T00:00:00Z" }));
    await askYours();
    expect(yours()?.interests.map((one) => one.id)).toEqual(["creator anna", "topic anna"]);
    expect(reel.hide).toHaveBeenCalledWith([], false);
    expect(reel.anew).not.toHaveBeenCalled();
  });

  it("hides a creator and not the topic of that name, in the reel too", async () => {
    const { hide, isHidden, yours } = await import("./yours");
    api.hide.mockResolvedValue(hiding);
    await hide(ANNA);
    expect(isHidden(ANNA)).toBe(true);
    expect(isHidden({ kind: "topic", key: "anna" })).toBe(false);
    expect(yours()?.interests.map((one) => one.id)).toEqual(["topic anna"]);
    expect(reel.hide).toHaveBeenCalledWith(hiding.hidden, true);
  });

  it("begins anew, and so does what waits, also when that is taken back", async () => {
    const { askYours, beginAnew, undo } = await import("./yours");
    api.mine.mockResolvedValue(feed());
    await askYours();
    api.beginAnew.mockResolvedValue(feed({ reset_at: "2026-11-22T12:00:00Z", can_undo: "reset", interests: [] }));
    await beginAnew();
    api.undo.mockResolvedValue(feed());
    await undo();
    expect(reel.anew).toHaveBeenCalledTimes(2);
  });

  it("makes one change after the other and goes on after a refused one", async () => {
    const { hide, isHidden, showAgain } = await import("./yours");
    let refuse!: (cause: Error) => void;
    api.hide.mockReturnValue(new Promise((_, no) => (refuse = no)));
    api.showAgain.mockResolvedValue(feed());
    const first = hide(ANNA);
    const second = showAgain(ANNA);
    await Promise.resolve();
    expect(api.showAgain).not.toHaveBeenCalled();
    refuse(new Error("no"));
    await expect(first).rejects.toThrow("no");
    await second;
    expect(isHidden(ANNA)).toBe(false);
  });

  it("takes no answer that is older than a change, and none of another person", async () => {
    const { askYours, hide, isHidden, yours } = await import("./yours");
    let late!: (answer: YourFeed) => void;
    api.mine.mockReturnValue(new Promise((done) => (late = done)));
    const asked = askYours();
    api.hide.mockResolvedValue(hiding);
    await hide(ANNA);
    late(feed());
    await asked;
    expect(isHidden(ANNA)).toBe(true);
    leave();
    expect(yours()).toBeNull();
  });
});
