import { describe, expect, it } from "vitest";
import { fresh, next, report, shouldPlay, SLOW_AFTER_MS, type Player, type PlayerEvent } from "./state";

const LENGTH = 15_000;

function after(...events: PlayerEvent[]): Player {
  return events.reduce(next, fresh(LENGTH));
}

const watched = (toMs: number): PlayerEvent[] =>
  Array.from({ length: toMs / 250 }, (_, at) => ({ type: "time", positionMs: (at + 1) * 250 }));

const entered: PlayerEvent[] = [{ type: "enter", at: 0 }, { type: "frame" }];

describe("playing", () => {
  it("plays at once on the stage of a visible page, and nowhere else", () => {
    expect(shouldPlay(fresh(LENGTH))).toBe(false);
    expect(shouldPlay(after(...entered))).toBe(true);
    expect(shouldPlay(after(...entered, { type: "page", visible: false }))).toBe(false);
    expect(shouldPlay(after(...entered, { type: "leave" }))).toBe(false);
  });

  it("pauses on a tap, stays paused while the page is hidden and shown, and plays on the next tap", () => {
    const paused = after(...entered, { type: "want", what: "other" });
    expect(shouldPlay(paused)).toBe(false);
    const back = [{ type: "page", visible: false } as const, { type: "page", visible: true } as const].reduce(next, paused);
    expect(shouldPlay(back)).toBe(false);
    expect(shouldPlay(next(back, { type: "want", what: "other" }))).toBe(true);
  });

  it("plays again when a paused clip comes back to the stage", () => {
    const paused = after(...entered, { type: "want", what: "pause" }, { type: "leave" });
    expect(shouldPlay(next(paused, { type: "enter", at: 9 }))).toBe(true);
  });

  it("waits while a finger is on the line, keeps inside the clip, and goes on afterwards", () => {
    const held = after(...entered, { type: "scrub", toMs: 99_000 });
    expect(shouldPlay(held)).toBe(false);
    expect(held.positionMs).toBe(LENGTH);
    expect(shouldPlay(next(held, { type: "scrubbed" }))).toBe(true);
  });
});

describe("the network", () => {
  it("has a word after a second without a picture, and takes it back with the first frame", () => {
    const waiting = after({ type: "enter", at: 100 });
    expect(next(waiting, { type: "clock", at: 100 + SLOW_AFTER_MS - 1 }).slow).toBe(false);
    const slow = next(waiting, { type: "clock", at: 100 + SLOW_AFTER_MS });
    expect(slow.slow).toBe(true);
    expect(next(slow, { type: "frame" }).slow).toBe(false);
  });

  it("counts a wait from its beginning, however often it is told", () => {
    const stalled = after(...entered, { type: "wait", at: 5000 }, { type: "wait", at: 5900 });
    expect(next(stalled, { type: "clock", at: 6000 }).slow).toBe(true);
  });

  it("says nothing for clips that are only fetched ahead", () => {
    expect(after({ type: "wait", at: 0 }, { type: "clock", at: 60_000 }).slow).toBe(false);
  });

  it("stops on a failure and starts over on a retry", () => {
    const failed = after(...entered, { type: "fail" });
    expect(shouldPlay(failed)).toBe(false);
    const again = next(failed, { type: "retry", at: 0 });
    expect(shouldPlay(again)).toBe(true);
    expect(again.media).toBe("empty");
  });
});

describe("what was watched", () => {
  it("adds up the time that ran, not the time that was jumped over", () => {
    const player = after(...entered, ...watched(3000), { type: "time", positionMs: 12_000 }, { type: "time", positionMs: 12_250 });
    expect(player.watchedMs).toBe(3250);
  });

  it("counts a loop when the time runs over the end, and no loop for a jump back", () => {
    const once = after(...entered, ...watched(LENGTH), { type: "time", positionMs: 200 });
    expect(once.loops).toBe(1);
    expect(once.watchedMs).toBe(LENGTH + 200);
    const back = after(...entered, ...watched(8000), { type: "time", positionMs: 200 });
    expect(back.loops).toBe(0);
    expect(back.watchedMs).toBe(8000);
  });

  it("is a skip under two seconds and a play from then on", () => {
    expect(report(after(...entered, ...watched(1750)))).toEqual({ kind: "skip", watchedMs: 1750 });
    expect(report(after(...entered, ...watched(2000)))).toEqual({ kind: "play", watchedMs: 2000, loops: 0 });
  });

  it("is nothing when no picture was ever shown, because that was the network's doing", () => {
    expect(report(after({ type: "enter", at: 0 }))).toBeNull();
    expect(report(after({ type: "enter", at: 0 }, { type: "fail" }))).toBeNull();
  });

  it("is told in parts without calling the short rest a skip", () => {
    const part = next(after(...entered, ...watched(5000)), { type: "reported" });
    expect(report(part)).toBeNull();
    const rest = [{ type: "time", positionMs: 5250 } as const].reduce(next, part);
    expect(rest.watchedMs).toBe(250);
    expect(report(rest)).toBeNull();
  });

  it("begins anew with every visit", () => {
    const again = [{ type: "leave" } as const, { type: "enter", at: 9 } as const].reduce(next, after(...entered, ...watched(5000)));
    expect(again.watchedMs).toBe(0);
  });
});
