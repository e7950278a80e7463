import { describe, expect, it } from "vitest";
import { ageOn, birthFault, isoDate, localDay, partsInOrder } from "./birth";

const born = (day: string, month: string, year: string) => ({ day, month, year });

describe("a birth date", () => {
  it("stands in the order of the language", () => {
    expect(partsInOrder("en-US")).toEqual(["month", "day", "year"]);
    expect(partsInOrder("de")).toEqual(["day", "month", "year"]);
    expect(partsInOrder("ja")).toEqual(["year", "month", "day"]);
  });

  it("is a day of the calendar or nothing", () => {
    expect(isoDate(born("29", "2", "2000"))).toBe("2000-02-29");
    expect(isoDate(born("29", "2", "2001"))).toBeNull();
    expect(isoDate(born("31", "04", "2001"))).toBeNull();
    expect(isoDate(born("1", "13", "2001"))).toBeNull();
    expect(isoDate(born("1", "1", "01"))).toBeNull();
    expect(isoDate(born("x", "1", "2001"))).toBeNull();
  });

  it("adds a year on the birthday itself", () => {
    expect(ageOn("2010-11-22", "2023-11-21")).toBe(12);
    expect(ageOn("2010-11-22", "2023-11-22")).toBe(13);
    expect(ageOn("2008-02-29", "2021-02-28")).toBe(12);
    expect(ageOn("2008-02-29", "2021-03-01")).toBe(13);
  });

  it("says what is wrong first", () => {
    const today = "2026-11-22";
    expect(birthFault(born("", "", ""), today, 13)).toBe("empty");
    expect(birthFault(born("1", "", "2001"), today, 13)).toBe("no_date");
    expect(birthFault(born("23", "11", "2026"), today, 13)).toBe("future");
    expect(birthFault(born("23", "11", "2013"), today, 13)).toBe("too_young");
    expect(birthFault(born("22", "11", "2013"), today, 13)).toBeNull();
    expect(birthFault(born("22", "11", "2013"), today, 16)).toBe("too_young");
  });

  it("takes today from the clock on the wall", () => {
    expect(localDay(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  });
});
