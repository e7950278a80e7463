import { describe, expect, it, vi } from "vitest";

vi.mock("../i18n", () => ({
  t: (id: string, args?: Record<string, string>) => [id, ...Object.values(args ?? {})].join(" "),
  tOr: (id: string, fallback: string) => (id === "problem-unavailable" ? id : fallback),
}));

const { ApiProblem } = await import("./problem");
const { words } = await import("./words");

describe("a problem in words", () => {
  it("has the request's id below it where only the operator can help", () => {
    expect(words(new ApiProblem("unavailable", 503, "", { request: "3f2a-1" }))).toBe(
      "problem-unavailable\nreference 3f2a-1",
    );
  });

  it("is a sentence alone where the person can help, or no request arrived", () => {
    expect(words(new ApiProblem("handle_taken", 409, "Taken.", { request: "3f2a-1" }))).toBe("Taken.");
    expect(words(new ApiProblem("unavailable", 502, ""))).toBe("problem-unavailable");
    expect(words(new ApiProblem("unavailable", 503, "", { request: { odd: 1 } }))).toBe("problem-unavailable");
    expect(words(new TypeError("x"))).toBe("problem-other");
  });
});
