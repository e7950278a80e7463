import { describe, expect, it } from "vitest";
import { match } from "./match";
import { ROUTES } from "./routes";

const at = (path: string): [string, Record<string, string>] | null => {
  const found = match(ROUTES, path);
  return found && [found.route.pattern, found.params];
};

describe("the router", () => {
  it("finds every page", () => {
    expect(at("/")).toEqual(["/", {}]);
    expect(at("/following/")).toEqual(["/following", {}]);
    expect(at("/c/0190-7")).toEqual(["/c/:id", { id: "0190-7" }]);
    expect(at("/@anna")).toEqual(["/@:handle", { handle: "anna" }]);
    expect(at("/settings")).toEqual(["/settings", {}]);
    expect(at("/settings/feed")).toEqual(["/settings/feed", {}]);
    expect(at("/receipt/q1-_x")).toEqual(["/receipt/:token", { token: "q1-_x" }]);
  });

  it("decodes names and keeps a zone in them", () => {
    expect(at("/@anna%40us")).toEqual(["/@:handle", { handle: "anna@us" }]);
    expect(at("/@z%C3%BCrich")?.[1]).toEqual({ handle: "zürich" });
  });

  it("finds nothing for what is no page", () => {
    for (const path of ["/anna", "/@", "/c", "/c/a/b", "/c/%E0%A4%A", "/nowhere"]) expect(at(path)).toBeNull();
  });

  it("has one title a page, and no pattern twice", () => {
    expect(new Set(ROUTES.map((route) => route.pattern)).size).toBe(ROUTES.length);
  });
});
