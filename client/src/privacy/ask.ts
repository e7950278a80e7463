/** What the zone says and does about a person's own data: what is stored, the archive, leaving, the receipt. */

import { call, type Me } from "../api";

export interface Part {
  /** What it is, as a code: "email", "clips". */
  what: string;
  count: number;
  /** When the oldest of it came; null where nothing is stored or nobody noted it. */
  since: string | null;
  /** A time or a code; null where it stays as long as the account, unless the person takes it away. */
  kept_for: string | null;
}

export interface StoredCategory {
  category: string;
  /** "sealed", "graph", "plain" or "public"; a newer zone may know more. */
  protection: string;
  parts: Part[];
}

export interface Stored {
  zone: string;
  custodian: string;
  categories: StoredCategory[];
}

export interface Archive {
  state: "none" | "making" | "ready" | "failed";
  /** 0..1 */
  progress: number;
  asked_at: string | null;
  ready_at: string | null;
  expires_at: string | null;
  bytes: number | null;
  /** Why it failed, or what it waits for. */
  code: string | null;
}

export interface Leaving {
  state: "leaving" | "erasing";
  erase_at: string | null;
  /** Opens the receipt at /receipt/TOKEN; told this once. */
  receipt: string;
}

export interface Receipt {
  zone: string;
  custodian: string;
  state: "leaving" | "erasing" | "erased" | "kept";
  /** As all times here the midnight, UTC, with which the day began. */
  asked_at: string;
  erase_at: string | null;
  erased_at: string | null;
  /** How much was removed, by a code of its kind; rounded from 10 on. Nothing before all of it is gone. */
  removed: Record<string, number>;
  keys_destroyed_at: string | null;
}

const EXPORT = "/api/me/export";

export const stored = (): Promise<Stored> => call("/api/me/privacy");

export const archive = {
  file: `${EXPORT}/file`,
  now: () => call<Archive>(EXPORT),
  make: (password: string) => call<Archive>(EXPORT, { method: "POST", body: { password } }),
  remove: () => call<void>(EXPORT, { method: "DELETE" }),
};

/** Asks for the account to be erased; afterwards nobody is signed in here. */
export const erase = (password: string, atOnce: boolean): Promise<Leaving> =>
  call("/api/people/me/erase", { method: "POST", body: { password, at_once: atOnce } });

/** Takes the wish to be erased back. */
export const stay = (): Promise<Me> => call("/api/people/me/stay", { method: "POST" });

/** For whoever has the token, signed in or not. */
export const receipt = (token: string): Promise<Receipt> => call(`/api/erasures/${encodeURIComponent(token)}`);
