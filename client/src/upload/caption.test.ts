import { describe, expect, it } from "vitest";
import { captionLength, tidyCaption } from "./caption";

describe("a caption", () => {
  it("is counted as people count", () => {
    expect(captionLength("Grüße")).toBe(5);
    expect(captionLength("👨‍👩‍👧🇩🇪")).toBe(2);
  });

  it("loses blank ends and heaps of empty lines", () => {
    expect(tidyCaption("  a  \r\n\r\n\r\n\r\nb \n")).toBe("a\n\nb");
  });
});
