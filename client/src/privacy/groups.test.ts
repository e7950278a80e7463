import { describe, expect, it } from "vitest";
import type { Part, StoredCategory } from "./ask";
import { amount, grouped, placeOf } from "./groups";

const part = (what: string, count = 1): Part => ({ what, count, since: null, kept_for: null });
const category = (name: string, protection: string, ...whats: string[]): StoredCategory => ({
  category: name,
  protection,
  parts: whats.map((what) => part(what)),
});

describe("what is stored, in groups", () => {
  it("has the strongest protection first, whatever order the zone has, and one that we do not know last", () => {
    const groups = grouped([
      category("public", "public", "clips"),
      category("odd", "frozen", "x"),
      category("coarse", "plain", "account"),
      category("contact", "sealed", "email"),
      category("graph", "graph", "likes"),
    ]);
    expect(groups.map((group) => group.protection)).toEqual(["sealed", "graph", "plain", "public", "frozen"]);
  });

  it("keeps the zone's order within a group, and makes one of a category that comes twice", () => {
    const [group] = grouped([
      category("contact", "sealed", "email"),
      category("identity", "sealed", "birth_date"),
      category("contact", "sealed", "phone"),
    ]);
    expect(group?.categories.map((one) => [one.category, one.parts.map((its) => its.what)])).toEqual([
      ["contact", ["email", "phone"]],
      ["identity", ["birth_date"]],
    ]);
  });

  it("leaves out a category with nothing to tell", () => {
    expect(grouped([category("biometric", "sealed")])).toEqual([]);
  });

  it("counts what there can be many of, and says of single things only that they are there", () => {
    expect(amount(part("clips", 12))).toBe(12);
    expect(amount(part("clips", 1))).toBe(1);
    expect(amount(part("email", 1))).toBe("stored");
    expect(amount(part("email", 0))).toBe("none");
    expect(amount(part("clips", 0))).toBe("none");
  });

  it("leads to where a thing is changed, and nowhere for what has no place", () => {
    expect(placeOf("email", "anna")).toBe("/settings#access");
    expect(placeOf("followers", "zürich")).toBe("/@z%C3%BCrich");
    expect(placeOf("decisions", "anna")).toBeNull();
    expect(placeOf("toString", "anna")).toBeNull();
  });
});
