import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DOUBLE_MS, Gestures, HOLD_MS } from "./gestures";

let meant: string[];
let hand: Gestures;

beforeEach(() => {
  vi.useFakeTimers();
  meant = [];
  hand = new Gestures(
    { tap: () => meant.push("tap"), doubleTap: (x, y) => meant.push(`double ${x},${y}`), hold: () => meant.push("hold") },
    { set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer as NodeJS.Timeout) },
  );
});
afterEach(() => vi.useRealTimers());

const touch = (x = 5, y = 5): void => {
  hand.down(x, y);
  hand.up(x, y);
};

describe("a finger on a clip", () => {
  it("taps once", () => {
    touch();
    vi.advanceTimersByTime(DOUBLE_MS);
    expect(meant).toEqual(["tap"]);
  });

  it("taps twice, and then has not tapped once", () => {
    touch();
    vi.advanceTimersByTime(DOUBLE_MS - 60);
    touch(8, 9);
    vi.advanceTimersByTime(1000);
    expect(meant).toEqual(["double 8,9"]);
  });

  it("taps twice as two single taps when the second comes late", () => {
    touch();
    vi.advanceTimersByTime(DOUBLE_MS + 1);
    touch();
    vi.advanceTimersByTime(DOUBLE_MS);
    expect(meant).toEqual(["tap", "tap"]);
  });

  it("holds, and lifting it afterwards is no tap", () => {
    hand.down(5, 5);
    vi.advanceTimersByTime(HOLD_MS);
    hand.up(5, 5);
    vi.advanceTimersByTime(1000);
    expect(meant).toEqual(["hold"]);
  });

  it("swipes, which is none of these", () => {
    hand.down(5, 5);
    hand.move(5, 40);
    vi.advanceTimersByTime(HOLD_MS);
    hand.up(5, 200);
    vi.advanceTimersByTime(1000);
    expect(meant).toEqual([]);
  });
});
