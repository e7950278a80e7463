import { describe, expect, it } from "vitest";
import type { Card, Pick } from "../api";
import { merge } from "./merge";
import { withSeen } from "./seen";

const pick = (id: string): Pick => ({ clip: { id } as Card, reasons: [{ code: "fresh" }], score: 1, propensity: 1 });

describe("the feed", () => {
  it("grows by a page's clips and shows none twice", () => {
    const first = merge([], { page: "p1", picks: [pick("a"), pick("b"), pick("a")], note: null });
    const second = merge(first, { page: "p2", picks: [pick("b"), pick("c")], note: "nothing_new" });
    expect(second.map((slot) => [slot.id, slot.page, slot.note])).toEqual([
      ["a", "p1", null],
      ["b", "p1", null],
      ["c", "p2", "nothing_new"],
    ]);
  });

  it("does not grow by a page of known clips", () => {
    const first = merge([], { page: "p1", picks: [pick("a")], note: null });
    expect(merge(first, { page: "p2", picks: [pick("a")], note: null })).toHaveLength(1);
  });
});

describe("a page that knows what was just changed", () => {
  it("comes next, before what waits", () => {
    const before = merge([], { page: "p1", picks: [pick("a"), pick("b")], note: null });
    const after = merge(before, { page: "p2", picks: [pick("c"), pick("b")], note: null }, 1);
    expect(after.map((slot) => slot.id)).toEqual(["a", "c", "b"]);
  });
});

describe("the seen list", () => {
  it("keeps the latest, once each, and no more than it should", () => {
    expect(withSeen(["a", "b"], "a")).toEqual(["b", "a"]);
    const many = Array.from({ length: 600 }, (_, at) => `c${at}`).reduce(withSeen, [] as string[]);
    expect(many).toHaveLength(400);
    expect(many.at(-1)).toBe("c599");
  });
});
