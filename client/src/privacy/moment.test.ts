import { afterAll, beforeAll, expect, it, vi } from "vitest";

vi.mock("../i18n", () => ({ locale: () => "en" }));
const { dayOf, moment } = await import("./moment");

beforeAll(() => void vi.stubEnv("TZ", "America/New_York"));
afterAll(() => void vi.unstubAllEnvs());

it("says whole days as the zone means them, wherever one lives", () => {
  expect(dayOf("2026-11-29T00:00:00Z")).toBe("Nov 29, 2026");
  expect(dayOf("2026-11-29T00:00:00+00:00")).toBe("Nov 29, 2026");
});

it("says moments by the clock of who reads them", () => {
  expect(dayOf("2026-11-29T00:00:01Z")).toBe("Nov 28, 2026");
  expect(moment("2026-11-29T12:05:00Z").replace(/\s/g, " ")).toBe("Nov 29, 2026, 7:05 AM");
});
