/** Codes of the zone in words. One that we do not know is shown as it is, only readable. */

import { locale, t, tOr } from "../i18n";

/** "birth_date" as "Birth date". */
export function readable(code: string): string {
  const text = code.replace(/[_.-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const whatName = (what: string): string => tOr(`privacy-what-${what}`, readable(what));
export const removedName = (what: string): string => tOr(`receipt-what-${what}`, whatName(what));
export const categoryName = (category: string): string => tOr(`privacy-category-${category}`, readable(category));

const UNITS = [
  ["D", "day"],
  ["H", "hour"],
  ["M", "minute"],
] as const;

/** How long something is kept: a code of ours, a time ("30d", "P30D", "PT24H"), or what the zone says itself. */
export function keptFor(code: string): string {
  const time = /^P?T?(\d+)\s*([dhm])$/i.exec(code);
  const unit = time && UNITS.find(([letter]) => letter === time[2]!.toUpperCase())?.[1];
  if (!time || !unit) return tOr(`privacy-kept-${code}`, readable(code));
  const span = new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(Number(time[1]));
  return t("privacy-kept-for", { time: span });
}

export const count = (number: number): string => new Intl.NumberFormat(locale()).format(number);
