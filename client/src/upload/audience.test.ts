import { describe, expect, it } from "vitest";
import type { Audience } from "../api";
import { standingOf, toEnd } from "./audience";

const audience = (more: Partial<Audience>): Audience => ({ shown: 0, watched: 0, goal: 100, state: "waiting", promoted: false, ...more });

describe("a clip's audience", () => {
  it("stands where the zone says, and waits until somebody was shown it", () => {
    expect(standingOf(audience({}))).toBe("waiting");
    expect(standingOf(audience({ state: "running" }))).toBe("waiting");
    expect(standingOf(audience({ state: "running", shown: 3 }))).toBe("running");
    expect(standingOf(audience({ state: "done", shown: 100 }))).toBe("done");
    expect(standingOf(audience({ state: "done", shown: 112, promoted: true }))).toBe("promoted");
  });

  it("watched to the end in parts of whom it was shown", () => {
    expect(toEnd(audience({}))).toBeNull();
    expect(toEnd(audience({ shown: 112, watched: 46 }))).toBeCloseTo(0.41, 2);
    expect(toEnd(audience({ shown: 2, watched: 3 }))).toBe(1);
  });
});
