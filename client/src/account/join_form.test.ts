import { describe, expect, it } from "vitest";
import { bodyOf, faultsOf, fieldOfRefusal, firstFault, type JoinForm } from "./join_form";

const good: JoinForm = {
  handle: "@Anna",
  password: "a few words",
  language: "en",
  birth: { day: "3", month: "4", year: "1990" },
  email: "",
};

describe("the sign-up form", () => {
  it("sends only what was asked for", () => {
    expect(faultsOf(good, "2026-11-22", 13)).toEqual({});
    expect(bodyOf(good)).toEqual({
      handle: "anna",
      password: "a few words",
      language: "en",
      birth_date: "1990-04-03",
    });
    expect(bodyOf({ ...good, email: " a@b.example " }).email).toBe("a@b.example");
  });

  it("names every fault and leads to the topmost", () => {
    const faults = faultsOf(
      { ...good, password: "short", email: "anna@", birth: { day: "", month: "", year: "" } },
      "2026-11-22",
      13,
    );
    expect(faults).toEqual({ password: "short", birth: "empty", email: "wrong" });
    expect(firstFault(faults)).toBe("password");
    expect(firstFault({})).toBeNull();
  });

  it("knows which field a refusal of the server means", () => {
    expect(fieldOfRefusal("handle_taken", {})).toBe("handle");
    expect(fieldOfRefusal("too_young", {})).toBe("birth");
    expect(fieldOfRefusal("bad_input", { email: "no", birth_date: "no" })).toBe("birth");
    expect(fieldOfRefusal("rate_limited", {})).toBeNull();
  });
});
