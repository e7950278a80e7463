import { describe, expect, it } from "vitest";
import { sift } from "./sift";
import type { Slot } from "./source";

const slot = (id: string): Slot => ({ id, page: "p", reasons: [], note: null });
const ids = (slots: readonly Slot[]): string => slots.map((one) => one.id).join("");
const reel = [..."abAcBd"].map(slot);
const capital = (one: Slot): boolean => one.id < "a";

describe("a reel whose viewer hides something", () => {
  it("loses it after the clip on the stage and keeps what was shown", () => {
    const { slots, aside } = sift(reel, 2, [], capital);
    expect([ids(slots), ids(aside)]).toEqual(["abAcd", "B"]);
  });

  it("has it back, next, when it is shown again", () => {
    const hidden = sift(reel, 0, [], capital);
    expect([ids(hidden.slots), ids(hidden.aside)]).toEqual(["abcd", "AB"]);
    const again = sift(hidden.slots, 1, hidden.aside, () => false);
    expect([ids(again.slots), ids(again.aside)]).toEqual(["abABcd", ""]);
  });

  it("does not get a clip twice that has come meanwhile", () => {
    expect(ids(sift(reel, 0, [slot("d")], () => false).slots)).toBe("abAcBd");
  });

  it("is as it was at its end", () => {
    expect(ids(sift(reel, reel.length, [], capital).slots)).toBe("abAcBd");
  });
});
