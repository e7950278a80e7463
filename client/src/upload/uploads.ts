/**
 * The uploads of the person at this browser. They go on while the person walks through the app, after a reload and
 * after a lost line; each is on the shelf before its first byte is sent.
 */

import { createEffect, createRoot } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { ApiProblem, clips } from "../api";
import { me, onPersonChange } from "../session";
import { followClip } from "./follow_clip";
import {
  isSameFile,
  keptOf,
  stageAfterReload,
  stageOfNews,
  uploadId,
  waitBeforeTry,
  type Details,
  type KeptItem,
  type Stage,
  type UploadItem,
} from "./item";
import { forget, send, type SendFault, type Sending } from "./sending";
import { shelf } from "./shelf";
import { sayWhenElsewhere } from "./news";
import { Pace } from "./time_left";
import { noteUploads } from "./waiting";

/** How long a cancelled upload can be taken back, in ms. */
export const UNDO_MS = 8000;
const KEEP_EVERY_MS = 2000;
const TOO_OLD_MS = 7 * 24 * 3600 * 1000;

/** What runs behind an item and is never shown. */
interface Engine {
  file: Blob | null;
  pace: Pace;
  tries: number;
  keptAt: number;
  sending: Sending | null;
  stopFollowing: (() => void) | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  letGo: (() => void) | null;
}

const [items, setItems] = createStore<UploadItem[]>([]);
const engines = new Map<string, Engine>();

/** Newest first, without those being cancelled. */
export const uploads = (): UploadItem[] => items.filter((item) => item.stage.at !== "cancelled");

const find = (key: string): UploadItem | undefined => items.find((item) => item.key === key);

function change(key: string, how: (item: UploadItem) => void): void {
  setItems((item) => item.key === key, produce(how));
}

const moveTo = (key: string, stage: Stage): void => change(key, (item) => (item.stage = stage));

/** Writes the item to the shelf; a browser that keeps nothing goes on without. */
async function keep(key: string): Promise<boolean> {
  const item = find(key);
  if (item === undefined) return false;
  return shelf.keep(keptOf(item)).then(
    () => true,
    () => false,
  );
}

function engineOf(key: string, file: Blob | null): Engine {
  const engine: Engine = {
    file,
    pace: new Pace(),
    tries: 0,
    keptAt: 0,
    sending: null,
    stopFollowing: null,
    timer: undefined,
    letGo: null,
  };
  engines.set(key, engine);
  return engine;
}

/** Puts a file on the way. Resolves once it is on the shelf, to whether a reload would keep it. */
export async function beginUpload(
  owner: string,
  file: File,
  details: Details,
  thumb: string | null,
): Promise<boolean> {
  const key = crypto.randomUUID();
  const item: UploadItem = {
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
  };
  setItems(produce((all) => all.unshift(item)));
  engineOf(key, file);
  const kept = await shelf.keepFile(key, file).then(
    () => true,
    () => false,
  );
  change(key, (one) => (one.kept = kept));
  await keep(key);
  if (find(key)?.stage.at === "waiting") run(key);
  return kept;
}

/** Begins or goes on. Two windows never send the same file: the second waits until the first lets go. */
function run(key: string): void {
  const engine = engines.get(key);
  if (engine === undefined || engine.file === null || engine.sending !== null) return;
  clearTimeout(engine.timer);
  if (engine.letGo !== null) return start(key);
  if (!navigator.locks) return start(key);
  moveTo(key, { at: "waiting" });
  void navigator.locks.request(`kurzum-upload-${key}`, async () => {
    const now = await shelf.one(key).catch(() => undefined);
    if (now?.clip && find(key)) return madeElsewhere(key, now);
    if (find(key)?.stage.at !== "waiting") return;
    await new Promise<void>((letGo) => {
      engine.letGo = letGo;
      start(key);
    });
    engine.letGo = null;
  });
}

function madeElsewhere(key: string, now: KeptItem): void {
  change(key, (item) => (item.clip = now.clip));
  follow(key);
}

function start(key: string): void {
  const [engine, item] = [engines.get(key), find(key)];
  if (!engine?.file || !item) return;
  engine.pace.forget();
  moveTo(key, { at: "sending", left: null });
  engine.sending = send(engine.file, item.url, {
    onUrl: (url) => {
      change(key, (one) => (one.url = url));
      void keep(key);
    },
    onSent: (sent) => noteSent(key, sent),
    onAll: () => void finish(key),
    onFault: (fault) => meet(key, fault),
  });
}

function noteSent(key: string, sent: number): void {
  const engine = engines.get(key);
  if (engine === undefined) return;
  const at = performance.now();
  engine.tries = 0;
  engine.pace.note(at, sent);
  change(key, (item) => {
    item.sent = sent;
    item.stage = { at: "sending", left: engine.pace.secondsLeft(item.bytes) };
  });
  if (at - engine.keptAt < KEEP_EVERY_MS) return;
  engine.keptAt = at;
  void keep(key);
}

/** Stops sending and lets another window have it. */
function halt(key: string): void {
  const engine = engines.get(key);
  if (engine === undefined) return;
  clearTimeout(engine.timer);
  engine.sending?.stop();
  engine.sending = null;
  engine.letGo?.();
}

function meet(key: string, fault: SendFault): void {
  halt(key);
  if (fault.kind === "line") return tryLater(key, () => run(key));
  if (fault.kind === "signed_out") return moveTo(key, { at: "signed_out" });
  if (fault.kind === "file") return moveTo(key, { at: "file_gone" });
  moveTo(key, { at: "stopped", code: fault.code, detail: fault.detail });
}

function tryLater(key: string, again: () => void): void {
  const engine = engines.get(key);
  if (engine === undefined) return;
  moveTo(key, { at: "offline" });
  clearTimeout(engine.timer);
  engine.timer = setTimeout(() => find(key)?.stage.at === "offline" && again(), waitBeforeTry(engine.tries));
  engine.tries += 1;
}

/** Only an upload that a reload would lose makes the browser ask. */
addEventListener("beforeunload", (event) => {
  const lost = (item: UploadItem): boolean => !item.kept && ["waiting", "sending", "offline"].includes(item.stage.at);
  if (items.some(lost)) event.preventDefault();
});

addEventListener("online", () => {
  for (const item of items) if (item.stage.at === "offline") goOn(item.key);
});

/** All bytes are there: asks for the clip. Idempotent by the upload, so a lost answer is asked for again. */
async function finish(key: string): Promise<void> {
  halt(key);
  const item = find(key);
  if (item?.url == null) return;
  change(key, (one) => {
    one.sent = one.bytes;
    one.arrived = true;
    one.stage = { at: "finishing" };
  });
  const { caption, language, visibility } = item.details;
  await keep(key);
  try {
    const made = await clips.make({
      upload: uploadId(item.url),
      caption,
      language,
      visibility,
    });
    change(key, (one) => (one.clip = made.id));
    await keep(key);
    await shelf.dropFile(key).catch(() => undefined);
    follow(key);
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (problem.passing) return tryLater(key, () => void finish(key));
    if (problem.status === 401) return moveTo(key, { at: "signed_out" });
    if (problem.status === 404) beginAnew(key);
    moveTo(key, { at: "stopped", code: problem.code, detail: problem.detail });
  }
}

/** The server no longer has the bytes: the next try sends them again. */
function beginAnew(key: string): void {
  change(key, (item) => Object.assign(item, { url: null, sent: 0, arrived: false }));
  void keep(key);
}

function follow(key: string): void {
  const [engine, item] = [engines.get(key), find(key)];
  if (engine === undefined || item?.clip == null) return;
  engine.stopFollowing?.();
  moveTo(key, { at: "preparing", state: "uploaded", progress: 0 });
  engine.stopFollowing = followClip(
    item.clip,
    (news) => {
      const stage = stageOfNews(news);
      moveTo(key, stage);
      if (stage.at !== "done" && stage.at !== "rejected") return;
      void shelf.drop(key).catch(() => undefined);
      const ended = find(key);
      if (ended) void sayWhenElsewhere(ended);
    },
    () => dismiss(key),
  );
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
  const engine = engines.get(key);
  if (engine) clearTimeout(engine.timer);
  if (item.arrived && item.clip === null) return void finish(key);
  run(key);
}

/** Takes the file again after the browser lost it. False where it is another file. */
export function giveFile(key: string, file: File): boolean {
  const [item, engine] = [find(key), engines.get(key)];
  if (item === undefined || engine === undefined || !isSameFile(item, file)) return false;
  engine.file = file;
  void shelf.keepFile(key, file).then(
    () => change(key, (one) => (one.kept = true)),
    () => undefined,
  );
  goOn(key);
  return true;
}

/** Stops and hides it; for good after UNDO_MS, or at the next start. */
export function cancel(key: string): void {
  halt(key);
  const engine = engines.get(key);
  change(key, (item) => {
    item.cancelled = true;
    item.stage = { at: "cancelled" };
  });
  void keep(key);
  if (engine) engine.timer = setTimeout(() => void end(key), UNDO_MS);
}

export function takeBackCancel(key: string): void {
  const engine = engines.get(key);
  if (engine === undefined) return;
  clearTimeout(engine.timer);
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
  halt(key);
  engines.get(key)?.stopFollowing?.();
  engines.delete(key);
  setItems((all) => all.filter((item) => item.key !== key));
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
  engineOf(kept.key, file);
  setItems(produce((all) => all.push({ ...kept, kept: file !== null, stage })));
  if (stage.at === "cancelled") await end(kept.key);
  else if (stage.at === "preparing") follow(kept.key);
  else if (stage.at === "waiting") goOn(kept.key);
}

onPersonChange(() => {
  for (const item of items) {
    halt(item.key);
    engines.get(item.key)?.stopFollowing?.();
  }
  engines.clear();
  setItems([]);
});

createRoot(() =>
  createEffect(() => {
    const person = me();
    if (person) void restore(person.handle);
  }),
);
