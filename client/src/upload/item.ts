/** One upload of this person: what it is, where it stands, and how it moves on. No browser in here. */

export type Visibility = "public" | "friends" | "private";

/** What the person says about a clip. */
export interface Details {
  caption: string;
  language: string;
  visibility: Visibility;
}

export type Stage =
  | { at: "waiting" }
  | { at: "sending"; left: number | null }
  | { at: "paused" }
  | { at: "offline" }
  | { at: "file_gone" }
  | { at: "signed_out" }
  | { at: "stopped"; code: string; detail: string }
  | { at: "cancelled" }
  | { at: "finishing" }
  | { at: "preparing"; state: string; progress: number }
  | { at: "done" }
  | { at: "rejected"; code: string; detail: string };

export interface UploadItem {
  key: string;
  /** The handle of whose it is: another person on this device never sees it. */
  owner: string;
  name: string;
  type: string;
  bytes: number;
  modified: number;
  begun: number;
  details: Details;
  /** The tus address, once the server gave one. */
  url: string | null;
  /** The clip's id, once the server made one. */
  clip: string | null;
  sent: number;
  /** Whether the server said that it has every byte. */
  arrived: boolean;
  /** A small first picture as a data URI. */
  thumb: string | null;
  paused: boolean;
  cancelled: boolean;
  /** Whether the file itself is on the shelf. */
  kept: boolean;
  stage: Stage;
}

/** What survives a reload: everything but the stage, which follows from the rest. */
export type KeptItem = Omit<UploadItem, "stage">;

export function keptOf(item: UploadItem): KeptItem {
  const { stage: _, details, ...rest } = item;
  return { ...rest, details: { ...details } };
}

/** Where an upload stands after a reload. */
export function stageAfterReload(kept: KeptItem, hasFile: boolean): Stage {
  if (kept.cancelled) return { at: "cancelled" };
  if (kept.clip !== null) return { at: "preparing", state: "uploaded", progress: 0 };
  if (!hasFile) return { at: "file_gone" };
  return kept.paused ? { at: "paused" } : { at: "waiting" };
}

/** A file is the same one when name, size and time are: what a browser tells without reading it all. */
export function isSameFile(kept: KeptItem, file: { name: string; size: number; lastModified: number }): boolean {
  return kept.name === file.name && kept.bytes === file.size && kept.modified === file.lastModified;
}

/** States in which a clip's preparation is over. */
const FINAL = new Set(["published", "rejected", "withdrawn", "removed", "erased"]);

export function isFinal(state: string): boolean {
  return FINAL.has(state);
}

export interface ClipNews {
  state: string;
  progress: number;
  rejection: { code: string; message: string } | null;
}

/** The stage that a clip's news puts its upload into. */
export function stageOfNews(news: ClipNews): Stage {
  if (news.state === "rejected") {
    return { at: "rejected", code: news.rejection?.code ?? "other", detail: news.rejection?.message ?? "" };
  }
  if (isFinal(news.state)) return { at: "done" };
  return { at: "preparing", state: news.state, progress: news.progress };
}

/** Waits between tries of a lost line, in ms; the last one repeats. */
const WAITS_MS = [1000, 2000, 5000, 10_000, 20_000, 30_000];

export function waitBeforeTry(tries: number): number {
  return WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 30_000;
}

/** The upload's id: the last part of its tus address. */
export function uploadId(url: string): string {
  return url.replace(/\/+$/, "").split("/").at(-1) ?? "";
}
