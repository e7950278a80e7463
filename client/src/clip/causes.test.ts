import { describe, expect, it } from "vitest";
import type { Card, Reason } from "../api";
import { alike, causeOf, hashtags, isOf, type InReel } from "./causes";

const clip = (handle: string, caption = "", reasons: Reason[] = [], sound: string | null = null): InReel => ({
  card: { creator: { handle }, caption, sound: sound && { id: sound } } as unknown as Card,
  reasons,
});
const because = (code: string, params: Record<string, string>): Reason => ({ code: `because_${code}`, params });

describe("what a reason comes from", () => {
  it("can be hidden where it is a creator, a sound or a topic", () => {
    expect(causeOf(because("creator", { name: "anna", watches: "3" }))).toEqual({ kind: "creator", key: "anna" });
    expect(causeOf(because("sound", { sound: "s1", name: "Rain" }))).toEqual({ kind: "sound", key: "s1" });
    expect(causeOf(because("topic", { topic: "dance" }))).toEqual({ kind: "topic", key: "dance" });
  });

  it("cannot be hidden where it is something else, or is not named", () => {
    const others = [because("language", { language: "de" }), because("clip", { clip: "c", name: "anna" }), { code: "fresh" }];
    for (const reason of [...others, because("creator", {}), { code: "followed", params: { name: "anna" } }])
      expect(causeOf(reason)).toBeNull();
  });
});

describe("a clip", () => {
  it("is of its maker, its sound and its hashtags", () => {
    const one = clip("anna", "Turning #Dance, #straße", [], "s1");
    expect(isOf({ kind: "creator", key: "anna" }, one)).toBe(true);
    expect(isOf({ kind: "creator", key: "ann" }, one)).toBe(false);
    expect(isOf({ kind: "sound", key: "s1" }, one)).toBe(true);
    expect(isOf({ kind: "topic", key: "dance" }, one)).toBe(true);
    expect(isOf({ kind: "topic", key: "strasse" }, one)).toBe(true);
    expect(isOf({ kind: "topic", key: "turning" }, one)).toBe(false);
  });

  it("is of what it was picked for, also where its card does not show it", () => {
    const one = { card: undefined, reasons: [because("topic", { topic: "dance" })] };
    expect(isOf({ kind: "topic", key: "dance" }, one)).toBe(true);
    expect(isOf({ kind: "creator", key: "dance" }, one)).toBe(false);
  });

  it("is like another where one watched clip brought both", () => {
    const reason = because("clip", { clip: "c1", name: "anna" });
    expect(alike(reason, clip("bela", "", [because("clip", { clip: "c1", name: "anna" })]))).toBe(true);
    expect(alike(reason, clip("bela", "", [because("clip", { clip: "c2", name: "anna" })]))).toBe(false);
    expect(alike({ code: "fresh" }, clip("bela", "", [{ code: "fresh" }]))).toBe(false);
  });
});

describe("hashtags", () => {
  it("are words after a '#' that begins one", () => {
    expect(hashtags("#one two#three ＃four &#39; ##five #six_7!")).toEqual(["one", "four", "six_7"]);
  });
});
