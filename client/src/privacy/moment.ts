import { locale } from "../i18n";

/** The day of a receipt: it tells whole days, which begin at midnight UTC wherever it is read. */
export const dayOf = (rfc3339: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" }).format(new Date(rfc3339));

/** A day and its time, in the language's own way: "30 Nov 2026, 14:05". */
export const moment = (rfc3339: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(rfc3339));
