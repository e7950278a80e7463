/** The sign-up form as data: its fields, what is wrong with each, and which of them a server's refusal means. */

import { birthFault, isoDate, type Birth, type BirthFault } from "./birth";
import { handleFault, tidyHandle, type HandleFault } from "./handle";
import { passwordFault, type PasswordFault } from "./password";

export interface JoinForm {
  handle: string;
  password: string;
  language: string;
  birth: Birth;
  email: string;
}

export type JoinField = "handle" | "password" | "language" | "birth" | "email";

export const JOIN_FIELDS: readonly JoinField[] = ["handle", "password", "birth", "language", "email"];

export interface JoinFaults {
  handle?: HandleFault;
  password?: PasswordFault;
  birth?: BirthFault;
  email?: "wrong";
}

/** Something before and after one @, with a dot behind it: a slip of the finger, not a proof. */
export const looksLikeEmail = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.trim());

/** All that is wrong with the form on this day (`YYYY-MM-DD`). */
export function faultsOf(form: JoinForm, today: string, minAge: number): JoinFaults {
  const faults: JoinFaults = {};
  const handle = handleFault(form.handle);
  const password = passwordFault(form.password);
  const birth = birthFault(form.birth, today, minAge);
  if (handle) faults.handle = handle;
  if (password) faults.password = password;
  if (birth) faults.birth = birth;
  if (form.email.trim() !== "" && !looksLikeEmail(form.email)) faults.email = "wrong";
  return faults;
}

/** The topmost field with a fault. */
export function firstFault(faults: Partial<Record<JoinField, unknown>>): JoinField | null {
  return JOIN_FIELDS.find((field) => faults[field] !== undefined) ?? null;
}

/** What is sent. Only for a form without faults. */
export function bodyOf(form: JoinForm): {
  handle: string;
  password: string;
  language: string;
  birth_date: string;
  email?: string;
} {
  const email = form.email.trim();
  return {
    handle: tidyHandle(form.handle),
    password: form.password,
    language: form.language,
    birth_date: isoDate(form.birth) ?? "",
    ...(email === "" ? {} : { email }),
  };
}

const FIELD_OF: Record<string, JoinField> = {
  handle: "handle",
  password: "password",
  language: "language",
  birth_date: "birth",
  email: "email",
};
const FIELD_OF_CODE: Record<string, JoinField> = {
  handle_taken: "handle",
  handle_reserved: "handle",
  bad_handle: "handle",
  weak_password: "password",
  too_young: "birth",
};

/** The field that a server's refusal is about, or null. `fields` maps the server's names to its reasons. */
export function fieldOfRefusal(code: string, fields: Readonly<Record<string, unknown>>): JoinField | null {
  const byCode = FIELD_OF_CODE[code];
  if (byCode) return byCode;
  const named = Object.keys(fields).map((name) => FIELD_OF[name]);
  return JOIN_FIELDS.find((field) => named.includes(field)) ?? null;
}
