import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../api/problem";

vi.mock("../i18n", () => ({ t: (id: string, args?: Record<string, string>) => [id, ...Object.values(args ?? {})].join(" ") }));
vi.mock("../api", () => ({ ApiProblem, words: (problem: InstanceType<typeof ApiProblem>) => `words of ${problem.code}` }));
vi.mock("../account/waiting_time", () => ({ waitingTime: (seconds: number) => `${seconds} s` }));

const { passwordFault } = await import("./password_fault");

const refused = (code: string, status: number, wait: number | null = null): ApiProblem =>
  new ApiProblem(code, status, "", {}, wait);

describe("a refusal where a password was asked for", () => {
  it("names a wrong password", () => {
    expect(passwordFault(refused("bad_password", 403))).toBe("privacy-password-wrong");
  });

  it("tells a wait for more tries from a wait for another day", () => {
    expect(passwordFault(refused("rate_limited", 429, 40), "archive-too-soon")).toBe("signin-too-many 40 s");
    expect(passwordFault(refused("export_too_soon", 429, 80_000), "archive-too-soon")).toBe("archive-too-soon 80000 s");
    expect(passwordFault(refused("rate_limited", 429, 80_000))).toBe("signin-too-many 80000 s");
  });

  it("says everything else as everywhere, and hides no fault of our own", () => {
    expect(passwordFault(refused("custodian_unavailable", 503))).toBe("words of custodian_unavailable");
    expect(() => passwordFault(new TypeError("ours"))).toThrow("ours");
  });
});
