import { afterEach, describe, expect, it, vi } from "vitest";
import { address, call } from "./call";
import { ApiProblem } from "./problem";
import { homeOfHandle, homeOfMarket } from "./zones";
import type { Zones } from "./types";

const directory: Zones = {
  zone: "us",
  zones: [
    { name: "us", origin: "http://us.localhost:8000", custodian: "A" },
    { name: "world", origin: "http://world.localhost:8100", custodian: "B" },
  ],
  markets: {
    US: { name: "United States", zone: "us", origin: "http://us.localhost:8000", custodian: "A" },
    DE: { name: "Germany", zone: "world", origin: "http://world.localhost:8100", custodian: "B" },
  },
  languages: [],
  edition: { min_age: 13, clip_min_ms: 15000, clip_max_ms: 60000, max_bytes: 1 },
};

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status, headers })));
};

describe("the way to the server", () => {
  it("leads to this zone only", () => {
    expect(address("/api/feed", { kind: "foryou", cursor: undefined })).toBe("/api/feed?kind=foryou");
    for (const elsewhere of ["http://world.localhost:8100/api/people", "//world/api", "/ledger/x", "/api/../x", "api/x"])
      expect(() => address(elsewhere)).toThrow(TypeError);
  });

  it("turns a refusal into its code, its extras and the time to wait", async () => {
    answer(429, { code: "rate_limited", detail: "Slow down.", zone: "us" }, { "Retry-After": "7" });
    const problem = await call("/api/feed").catch((cause: unknown) => cause);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ code: "rate_limited", status: 429, detail: "Slow down.", retryAfterS: 7, more: { zone: "us" }, passing: true });
  });

  it("understands a refusal without a body, and a network that is gone", async () => {
    answer(502, "nonsense");
    await expect(call("/api/feed")).rejects.toMatchObject({ code: "unavailable", passing: true });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(call("/api/feed")).rejects.toMatchObject({ code: "unreachable", passing: true });
    vi.stubGlobal("navigator", { onLine: false });
    await expect(call("/api/feed")).rejects.toMatchObject({ code: "offline" });
  });
});

describe("home zones", () => {
  it("are known by market", () => {
    expect(homeOfMarket(directory, "US")).toEqual({ here: true, zone: "us" });
    expect(homeOfMarket(directory, "DE")).toMatchObject({ here: false, origin: "http://world.localhost:8100" });
    expect(homeOfMarket(directory, "XX")).toBeNull();
  });

  it("are known by the zone in a handle", () => {
    expect(homeOfHandle(directory, " @anna ")).toEqual({ handle: "anna", home: { here: true, zone: "us" } });
    expect(homeOfHandle(directory, "anna@world").home).toMatchObject({ here: false, custodian: "B" });
    expect(homeOfHandle(directory, "anna@mars").home).toBeNull();
  });
});
