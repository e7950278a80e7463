import { expect, it } from "vitest";
import { sizeInWords } from "./size";

it("says sizes as the device does, and never more than there is", () => {
  expect(sizeInWords(536_870_912, "en")).toBe("536 MB");
  expect(sizeInWords(12_340_000, "de")).toBe("12,3 MB");
  expect(sizeInWords(998_000, "en")).toBe("998 kB");
  expect(sizeInWords(0, "en")).toBe("0 kB");
});
