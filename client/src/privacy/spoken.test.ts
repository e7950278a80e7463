import { describe, expect, it, vi } from "vitest";

const KNOWN = ["privacy-what-email", "privacy-category-contact", "privacy-kept-while_there"];
vi.mock("../i18n", () => ({
  locale: () => "en",
  t: (id: string, args?: Record<string, string>) => [id, ...Object.values(args ?? {})].join(" "),
  tOr: (id: string, fallback: string) => (KNOWN.includes(id) ? id : fallback),
}));

const { categoryName, count, keptFor, readable, whatName } = await import("./spoken");

describe("codes of the zone", () => {
  it("are words where we have some, and readable where we have none", () => {
    expect(whatName("email")).toBe("privacy-what-email");
    expect(whatName("voice_notes")).toBe("Voice notes");
    expect(categoryName("contact")).toBe("privacy-category-contact");
    expect(categoryName("new.kind-of_thing")).toBe("New kind of thing");
    expect(readable("")).toBe("");
  });

  it("say how long something is kept, by name, by time, or in the zone's own words", () => {
    expect(keptFor("while_there")).toBe("privacy-kept-while_there");
    expect(keptFor("30d")).toBe("privacy-kept-for 30 days");
    expect(keptFor("P1D")).toBe("privacy-kept-for 1 day");
    expect(keptFor("PT24H")).toBe("privacy-kept-for 24 hours");
    expect(keptFor("until you delete it")).toBe("Until you delete it");
  });

  it("count in the language's own way", () => {
    expect(count(12345)).toBe("12,345");
  });
});
