import { describe, expect, it } from "vitest";
import { earlyRejection } from "./clip_check";

const bounds = { clip_min_ms: 15_000, clip_max_ms: 60_000, max_bytes: 1000 };
const look = (changes: object) => ({ bytes: 500, duration_ms: 20_000, picture: true, ...changes });

describe("the early look at a file", () => {
  it("lets a good one through", () => {
    expect(earlyRejection(look({}), bounds)).toBeNull();
    expect(earlyRejection(look({ duration_ms: 60_040 }), bounds)).toBeNull();
  });

  it.each([
    [{ bytes: 0 }, "empty"],
    [{ bytes: 1001 }, "too_large"],
    [{ duration_ms: 14_800 }, "too_short"],
    [{ duration_ms: 60_200 }, "too_long"],
  ])("says of %j: %s", (changes, code) => {
    expect(earlyRejection(look(changes), bounds)).toBe(code);
  });

  it("leaves to the server what this browser cannot play", () => {
    expect(earlyRejection(look({ picture: false }), bounds)).toBeNull();
    expect(earlyRejection(look({ duration_ms: null, picture: false }), bounds)).toBeNull();
  });
});
