/** What a handle may look like: the same rule as the server's, told while the person types. */

export const HANDLE_MIN = 3;
export const HANDLE_MAX = 24;

export type HandleFault = "empty" | "short" | "long" | "characters" | "dots" | "letter";

/** Lower case and without the @ that people like to type in front. */
export function tidyHandle(typed: string): string {
  return typed.trim().replace(/^@/, "").toLowerCase();
}

/** The first thing that is wrong with a handle, or null. */
export function handleFault(typed: string): HandleFault | null {
  const handle = tidyHandle(typed);
  if (handle === "") return "empty";
  if (!/^[a-z0-9_.]*$/.test(handle)) return "characters";
  if (/^\.|\.\./.test(handle)) return "dots";
  if (handle.length < HANDLE_MIN) return "short";
  if (handle.length > HANDLE_MAX) return "long";
  if (handle.endsWith(".")) return "dots";
  return /[a-z]/.test(handle) ? null : "letter";
}

export interface Address {
  handle: string;
  /** The zone named after the @, or null where the person means this one. */
  zone: string | null;
}

/** `anna` or `anna@us`, as typed at sign-in. */
export function parseAddress(typed: string): Address {
  const tidy = tidyHandle(typed);
  const at = tidy.indexOf("@");
  if (at < 0) return { handle: tidy, zone: null };
  return { handle: tidy.slice(0, at), zone: tidy.slice(at + 1) || null };
}
