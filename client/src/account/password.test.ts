import { describe, expect, it } from "vitest";
import { passwordFault, passwordReach } from "./password";

describe("a password", () => {
  it("needs ten characters and nothing else", () => {
    expect(passwordFault("")).toBe("empty");
    expect(passwordFault("123456789")).toBe("short");
    expect(passwordFault("aaaaaaaaaa")).toBeNull();
    expect(passwordFault("a".repeat(257))).toBe("long");
  });

  it("counts an emoji as one", () => {
    expect(passwordFault("😀".repeat(9))).toBe("short");
    expect(passwordFault("😀".repeat(10))).toBeNull();
  });

  it("shows how far it is", () => {
    expect(passwordReach("")).toBe(0);
    expect(passwordReach("12345")).toBe(0.5);
    expect(passwordReach("a".repeat(40))).toBe(1);
  });
});
