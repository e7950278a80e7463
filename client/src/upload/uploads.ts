/**
 * Uploads, as the pages use them. They go on while the person walks through the app, after a reload and after a lost
 * line; each is on the shelf before its first byte is sent.
 */

import { createEffect, createRoot } from "solid-js";
import { me, onPersonChange } from "../session";
import { follow, makeClip } from "./clip_of_upload";
import { engine, halt, makeEngine, scrap } from "./engines";
import { isSameFile, stageAfterReload, type Details, type KeptItem, type UploadItem } from "./item";
import { change, find, items, keep, putFirst, putLast, takeAllOff, takeOff } from "./list";
import { sendItem } from "./send_item";
import { forget } from "./sending";
import { shelf } from "./shelf";
import { noteUploads } from "./waiting";

export { uploads } from "./list";

/** How long a cancelled upload can be taken back, in ms. */
export const UNDO_MS = 8000;
const TOO_OLD_MS = 7 * 24 * 3600 * 1000;

/** Puts a file on the way. */
export async function beginUpload(owner: string, file: File, details: Details, thumb: string | null): Promise<void> {
  const key = crypto.randomUUID();
  putFirst({
    key,
    owner,
    name: file.name,
    type: file.type,
    bytes: file.size,
    modified: file.lastModified,
    begun: Date.now(),
    details,
    url: null,
    clip: null,
    sent: 0,
    arrived: false,
    thumb,
    paused: false,
    cancelled: false,
    kept: false,
    stage: { at: "waiting" },
  });
  makeEngine(key, file);
  await keepFile(key, file);
  await keep(key);
  if (find(key)?.stage.at === "waiting") sendItem(key);
}

async function keepFile(key: string, file: Blob): Promise<void> {
  const kept = await shelf.keepFile(key, file).then(
    () => true,
    () => false,
  );
  change(key, (item) => (item.kept = kept));
}

export function pause(key: string): void {
  halt(key);
  change(key, (item) => {
    item.paused = true;
    item.stage = { at: "paused" };
  });
  void keep(key);
}

/** Goes on after a pause, a lost line, a refusal or a sign-in. */
export function goOn(key: string): void {
  const item = find(key);
  if (item === undefined) return;
  change(key, (one) => (one.paused = false));
  void keep(key);
  clearTimeout(engine(key)?.timer);
  if (item.clip !== null) follow(key);
  else if (item.arrived) void makeClip(key);
  else sendItem(key);
}

/** Takes the file again after the browser lost it. False where it is another file. */
export function giveFile(key: string, file: File): boolean {
  const [item, one] = [find(key), engine(key)];
  if (item === undefined || one === undefined || !isSameFile(item, file)) return false;
  one.file = file;
  void keepFile(key, file);
  goOn(key);
  return true;
}

/** Stops and hides it; for good after UNDO_MS, or at the next start. */
export function cancel(key: string): void {
  halt(key);
  change(key, (item) => {
    item.cancelled = true;
    item.stage = { at: "cancelled" };
  });
  void keep(key);
  const one = engine(key);
  if (one) one.timer = setTimeout(() => void end(key), UNDO_MS);
}

export function takeBackCancel(key: string): void {
  change(key, (item) => {
    item.cancelled = false;
    item.stage = { at: "waiting" };
  });
  goOn(key);
}

async function end(key: string): Promise<void> {
  const url = find(key)?.url ?? null;
  dismiss(key);
  if (url !== null) await forget(url);
}

/** Takes it off the list and the shelf. The clip itself, where there is one, stays. */
export function dismiss(key: string): void {
  scrap(key);
  takeOff(key);
  void shelf.drop(key).catch(() => undefined);
}

async function restore(owner: string): Promise<void> {
  const all = await shelf.all().catch(() => []);
  noteUploads(all.length > 0);
  for (const kept of all.sort((a, b) => b.begun - a.begun)) {
    if (Date.now() - kept.begun > TOO_OLD_MS) await shelf.drop(kept.key).catch(() => undefined);
    else if (kept.owner === owner && find(kept.key) === undefined) await takeUp(kept);
  }
}

async function takeUp(kept: KeptItem): Promise<void> {
  const file = kept.clip === null ? ((await shelf.file(kept.key).catch(() => undefined)) ?? null) : null;
  const stage = stageAfterReload(kept, file !== null);
  makeEngine(kept.key, file);
  putLast({ ...kept, kept: file !== null, stage });
  if (stage.at === "cancelled") await end(kept.key);
  else if (stage.at === "preparing" || stage.at === "waiting") goOn(kept.key);
}

/** Only an upload that a reload would lose makes the browser ask. */
addEventListener("beforeunload", (event) => {
  const lost = (item: UploadItem): boolean => !item.kept && ["waiting", "sending", "offline"].includes(item.stage.at);
  if (items.some(lost)) event.preventDefault();
});

addEventListener("online", () => {
  for (const item of items) if (item.stage.at === "offline") goOn(item.key);
});

onPersonChange(() => {
  for (const item of items) scrap(item.key);
  takeAllOff();
});

createRoot(() =>
  createEffect(() => {
    const person = me();
    if (person) void restore(person.handle);
  }),
);
