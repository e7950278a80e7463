import { locale } from "../i18n";

const MIDNIGHT = /T00:00:00(\.0+)?(Z|\+00:00)$/;

/** A day. Where the zone keeps days only it tells their midnights in UTC, and these are that day wherever one lives. */
export function dayOf(rfc3339: string): string {
  const zone = MIDNIGHT.test(rfc3339) ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", ...zone }).format(new Date(rfc3339));
}

/** A day and its time, in the language's own way: "30 Nov 2026, 14:05". */
export const moment = (rfc3339: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(rfc3339));
