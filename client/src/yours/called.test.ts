import { expect, it, vi } from "vitest";

vi.mock("../i18n", () => ({ nameOf: (type: string, code: string) => `${type} ${code}` }));

const { called } = await import("./called");

it("is called as people know it", () => {
  const one = { key: "anna", name: "Anna" };
  expect(called({ kind: "creator", ...one })).toBe("@anna");
  expect(called({ kind: "topic", ...one })).toBe("#anna");
  expect(called({ kind: "language", key: "de", name: "de" })).toBe("language de");
  expect(called({ kind: "sound", ...one })).toBe("Anna");
});
