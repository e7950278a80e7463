import { expect, it } from "vitest";
import { bioFault } from "./lengths";

it("bounds a bio by characters and by lines", () => {
  expect(bioFault("a".repeat(200))).toBeNull();
  expect(bioFault("a".repeat(201))).toBe("long");
  expect(bioFault("😀".repeat(200))).toBeNull();
  expect(bioFault("1\n2\n3\n4\n5\n")).toBeNull();
  expect(bioFault("1\n2\n3\n4\n5\n6")).toBe("lines");
});
