import { describe, expect, it } from "vitest";
import { safeNext, withNext } from "./next_place";

describe("the place after signing in", () => {
  it("is a path of this site", () => {
    expect(safeNext("/upload?x=1")).toBe("/upload?x=1");
    expect(safeNext("/@anna")).toBe("/@anna");
  });

  it.each([
    null,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/signin",
    "/join?x",
  ])("is the feed instead of %j", (wanted) => expect(safeNext(wanted)).toBe("/"));

  it("travels along", () => {
    expect(withNext("/join", "/")).toBe("/join");
    expect(withNext("/join?market=US", "/c/1")).toBe("/join?market=US&next=%2Fc%2F1");
  });
});
