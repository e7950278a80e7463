import { describe, expect, it } from "vitest";
import { countriesIn, findCountries, guessCountry } from "./countries";

const MARKETS = {
  AT: "Austria",
  AU: "Australia",
  CI: "Ivory Coast",
  DE: "Germany",
  GB: "United Kingdom",
  NE: "Niger",
  NG: "Nigeria",
  US: "United States",
  CH: "Switzerland",
};
const codes = (list: { code: string }[]) => list.map((country) => country.code);

describe("the list of countries", () => {
  it("is named and sorted in the language of the reader", () => {
    const german = countriesIn("de", MARKETS);
    expect(german.find((country) => country.code === "AT")?.name).toBe("Österreich");
    expect(codes(german).indexOf("AT")).toBeLessThan(codes(german).indexOf("CH"));
    expect(german).toHaveLength(9);
  });

  it("is found by the name in either language, without accents, and by code", () => {
    const german = countriesIn("de", MARKETS);
    expect(codes(findCountries(german, "osterr"))).toEqual(["AT"]);
    expect(codes(findCountries(german, "Austria"))).toEqual(["AT"]);
    expect(codes(findCountries(german, "us"))[0]).toBe("US");
    expect(codes(findCountries(german, "staaten"))).toEqual(["US"]);
    expect(codes(findCountries(german, "côte"))).toEqual(["CI"]);
    expect(findCountries(german, "narnia")).toEqual([]);
    expect(findCountries(german, "  ")).toHaveLength(9);
  });

  it("puts the exact name before those that only begin so", () => {
    expect(codes(findCountries(countriesIn("en", MARKETS), "niger"))).toEqual(["NE", "NG"]);
  });
});

describe("the guess", () => {
  const all = Object.keys(MARKETS);
  it("reads the clock first", () => {
    expect(guessCountry(all, "Europe/Vienna", ["en-US"])).toBe("AT");
    expect(guessCountry(all, "America/Chicago", ["de-DE"])).toBe("US");
  });

  it("falls back on the language, and on nothing", () => {
    expect(guessCountry(all, "UTC", ["en", "de-CH"])).toBe("CH");
    expect(guessCountry(all, "UTC", ["eo"])).toBeNull();
  });
});
