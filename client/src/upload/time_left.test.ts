import { describe, expect, it } from "vitest";
import { Pace, roundSeconds } from "./time_left";

describe("the time left", () => {
  it("is not known before there is a pace", () => {
    const pace = new Pace();
    pace.note(0, 0);
    pace.note(500, 100);
    expect(pace.secondsLeft(1000)).toBeNull();
  });

  it("follows the last seconds, not the whole way", () => {
    const pace = new Pace();
    for (let second = 0; second <= 10; second += 1) pace.note(second * 1000, second * 100);
    expect(pace.secondsLeft(2000)).toBe(10);
    for (let second = 1; second <= 20; second += 1) pace.note(10_000 + second * 1000, 1000 + second * 10);
    expect(pace.secondsLeft(2000)).toBe(80);
  });

  it("says nothing while nothing moves, and begins anew after a pause", () => {
    const pace = new Pace();
    pace.note(0, 100);
    pace.note(2000, 100);
    expect(pace.secondsLeft(1000)).toBeNull();
    pace.forget();
    pace.note(50_000, 100);
    expect(pace.secondsLeft(1000)).toBeNull();
  });

  it("does not flicker", () => {
    expect([0.2, 9.1, 11, 44, 91, 200].map(roundSeconds)).toEqual([1, 10, 15, 45, 120, 240]);
  });
});
