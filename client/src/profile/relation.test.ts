import { expect, it } from "vitest";
import { after } from "./relation";

const mine = { following: true, blocked: false, muted: false, self: false };

it("ends following when somebody is blocked, and leaves the rest alone", () => {
  expect(after(mine, "block", true)).toEqual({ ...mine, following: false, blocked: true });
  expect(after({ ...mine, blocked: true, following: false }, "block", false).following).toBe(false);
  expect(after(mine, "mute", true)).toEqual({ ...mine, muted: true });
  expect(after(mine, "follow", false)).toEqual({ ...mine, following: false });
});
