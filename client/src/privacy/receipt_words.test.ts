import { describe, expect, it } from "vitest";
import type { Receipt } from "./ask";
import { datesOf, paceOf, removedOf } from "./receipt_words";

const ASKED = "2026-11-22T12:00:00Z";
const DUE = "2026-11-29T12:00:00Z";

const receipt = (changes: Partial<Receipt>): Receipt => ({
  zone: "us",
  custodian: "Somebody",
  state: "leaving",
  asked_at: ASKED,
  erase_at: DUE,
  erased_at: null,
  removed: {},
  keys_destroyed_at: null,
  ...changes,
});

describe("a receipt", () => {
  it("says when it will be while it waits, and not once that is over", () => {
    expect(datesOf(receipt({})).map((one) => one.id)).toEqual(["receipt-asked", "receipt-due"]);
    expect(datesOf(receipt({ state: "kept" })).map((one) => one.id)).toEqual(["receipt-asked"]);
  });

  it("has the key's end and its own once they happened", () => {
    const over = receipt({ state: "erased", keys_destroyed_at: "2026-11-29T12:00:02Z", erased_at: "2026-11-29T12:00:05Z" });
    expect(datesOf(over)).toEqual([
      { id: "receipt-asked", at: ASKED },
      { id: "receipt-key", at: "2026-11-29T12:00:02Z" },
      { id: "receipt-done", at: "2026-11-29T12:00:05Z" },
    ]);
  });

  it("lists what went, the most first, and nothing of which there was nothing", () => {
    expect(removedOf(receipt({ removed: { likes: 3, clips: 12, blocks: 0, follows: 3 } }))).toEqual([
      ["clips", 12],
      ["follows", 3],
      ["likes", 3],
    ]);
  });

  it("is asked for often while it goes on, rarely while it waits, and never when it is over", () => {
    expect(paceOf("erased")).toBeNull();
    expect(paceOf("kept")).toBeNull();
    expect(paceOf("erasing")![1]).toBeLessThan(paceOf("leaving")![0]);
  });
});
