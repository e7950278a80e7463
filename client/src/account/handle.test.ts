import { describe, expect, it } from "vitest";
import { handleFault, parseAddress, tidyHandle } from "./handle";

describe("a handle", () => {
  it.each(["anna", "@Anna", " anna.k_1 ", "abc", "1anna", "_an"])("takes %j", (typed) => {
    expect(handleFault(typed)).toBeNull();
  });

  it.each([
    ["", "empty"],
    ["@", "empty"],
    ["an", "short"],
    ["a".repeat(25), "long"],
    ["änna", "characters"],
    ["anna@us", "characters"],
    ["anna b", "characters"],
    ["anna..k", "dots"],
    [".anna", "dots"],
    ["anna.", "dots"],
    ["2024", "letter"],
  ])("refuses %j as %s", (typed, fault) => {
    expect(handleFault(typed)).toBe(fault);
  });

  it("is sent in lower case and without the @", () => {
    expect(tidyHandle(" @Anna.K ")).toBe("anna.k");
  });
});

describe("an address at sign-in", () => {
  it("is a handle of this zone when it names none", () => {
    expect(parseAddress("@Anna")).toEqual({ handle: "anna", zone: null });
  });

  it("names another zone after the @", () => {
    expect(parseAddress("anna@US")).toEqual({ handle: "anna", zone: "us" });
    expect(parseAddress("@anna@world")).toEqual({ handle: "anna", zone: "world" });
  });

  it("half typed is still of this zone", () => {
    expect(parseAddress("anna@")).toEqual({ handle: "anna", zone: null });
  });
});
