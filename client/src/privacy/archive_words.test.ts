import { describe, expect, it, vi } from "vitest";
import type { Archive } from "./ask";

const KNOWN = ["archive-heard-ready", "archive-fault-too_big"];
vi.mock("../i18n", () => ({
  t: (id: string, args?: Record<string, string>) => [id, ...Object.values(args ?? {})].join(" "),
  tOr: (id: string, fallback: string) => (KNOWN.includes(id) ? id : fallback),
}));

const { archiveStep, failure, nextFrom, stepSaid } = await import("./archive_words");

const archive = (state: Archive["state"], progress = 0): Archive => ({
  state,
  progress,
  asked_at: null,
  ready_at: null,
  expires_at: null,
  bytes: null,
  code: null,
});

describe("an archive in words", () => {
  it("moves on in quarters, however many answers come", () => {
    const steps = [0, 0.1, 0.249, 0.25, 0.5, 0.74, 0.99, 1].map((part) => archiveStep(archive("making", part)));
    expect([...new Set(steps)]).toEqual(["making-0", "making-25", "making-50", "making-75", "making-100"]);
    expect(archiveStep(archive("ready", 1))).toBe("ready");
  });

  it("is heard at each step, and not where there is nothing to say", () => {
    expect(stepSaid("making-25")).toBe("archive-heard-making 25");
    expect(stepSaid("ready")).toBe("archive-heard-ready");
    expect(stepSaid("none")).toBe("");
  });

  it("can be asked for once a day, and at once after a failure", () => {
    const asked = { ...archive("none"), asked_at: "2026-11-22T12:00:00Z" };
    const noon = Date.parse("2026-11-23T12:00:00Z");
    expect(nextFrom(asked, noon - 1)).toBe("2026-11-23T12:00:00.000Z");
    expect(nextFrom(asked, noon)).toBeNull();
    expect(nextFrom({ ...asked, state: "failed" }, noon - 1)).toBeNull();
    expect(nextFrom(archive("none"), noon)).toBeNull();
  });

  it("says why it failed where we know the reason", () => {
    expect(failure("too_big")).toBe("archive-fault-too_big");
    expect(failure("unheard_of")).toBe("archive-failed");
    expect(failure(null)).toBe("archive-failed");
  });
});
