/** A birth date in three plain number fields, in the order of the reader's language. */

export type Part = "day" | "month" | "year";

export interface Birth {
  day: string;
  month: string;
  year: string;
}

export type BirthFault = "empty" | "no_date" | "future" | "too_young";

/** Day, month, year as this language writes them. */
export function partsInOrder(language: string): Part[] {
  const parts = new Intl.DateTimeFormat(language, { day: "numeric", month: "numeric", year: "numeric" })
    .formatToParts(new Date(2001, 1, 3))
    .map((part) => part.type);
  const order = parts.filter((type): type is Part => type === "day" || type === "month" || type === "year");
  return order.length === 3 ? order : ["day", "month", "year"];
}

const whole = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : NaN);

/** `YYYY-MM-DD`, or null where the three fields are no day of the calendar. */
export function isoDate(birth: Birth): string | null {
  const [year, month, day] = [whole(birth.year), whole(birth.month), whole(birth.day)];
  if (!(year >= 1900 && year <= 9999)) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

/** Whole years between two `YYYY-MM-DD` days: a year more on the birthday itself. */
export function ageOn(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

/** The first thing that is wrong with a birth date, or null. `today` is `YYYY-MM-DD`. */
export function birthFault(birth: Birth, today: string, minAge: number): BirthFault | null {
  if (!birth.day.trim() && !birth.month.trim() && !birth.year.trim()) return "empty";
  const born = isoDate(birth);
  if (born === null) return "no_date";
  if (born > today) return "future";
  return ageOn(born, today) < minAge ? "too_young" : null;
}

/** The calendar day it is for the reader, `YYYY-MM-DD`. */
export function localDay(now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
