/** The first half of an upload: sending its bytes, in one window at a time. */

import { follow, makeClip } from "./clip_of_upload";
import { engine, halt, tryLater } from "./engines";
import { change, find, keep, moveTo } from "./list";
import { sayExpired } from "./news";
import { send, type SendFault } from "./sending";
import { shelf } from "./shelf";

const KEEP_EVERY_MS = 2000;

/** Begins or goes on. Two windows never send the same file: the second waits until the first lets go. */
export function sendItem(key: string): void {
  const one = engine(key);
  if (one === undefined || one.file === null || one.sending !== null) return;
  clearTimeout(one.timer);
  if (one.letGo !== null || !navigator.locks) return start(key);
  moveTo(key, { at: "waiting" });
  void navigator.locks.request(`kurzum-upload-${key}`, () => takeTurn(key));
}

async function takeTurn(key: string): Promise<void> {
  const one = engine(key);
  const kept = await shelf.one(key).catch(() => undefined);
  if (one === undefined || find(key)?.stage.at !== "waiting") return;
  if (kept?.clip) {
    change(key, (item) => (item.clip = kept.clip));
    return follow(key);
  }
  await new Promise<void>((letGo) => {
    one.letGo = letGo;
    start(key);
  });
  one.letGo = null;
}

function start(key: string): void {
  const [one, item] = [engine(key), find(key)];
  if (!one?.file || !item) return;
  const before = item.url;
  one.pace.forget();
  moveTo(key, { at: "sending", left: null });
  one.sending = send(one.file, before, {
    onUrl: (url) => {
      if (before !== null && before !== url) void sayExpired();
      change(key, (now) => (now.url = url));
      void keep(key);
    },
    onSent: (sent) => noteSent(key, sent),
    onAll: () => void makeClip(key),
    onFault: (fault) => meet(key, fault),
  });
}

function noteSent(key: string, sent: number): void {
  const one = engine(key);
  if (one?.sending == null) return;
  const at = performance.now();
  one.tries = 0;
  one.pace.note(at, sent);
  change(key, (item) => {
    item.sent = sent;
    item.stage = { at: "sending", left: one.pace.secondsLeft(item.bytes) };
  });
  if (at - one.keptAt < KEEP_EVERY_MS) return;
  one.keptAt = at;
  void keep(key);
}

function meet(key: string, fault: SendFault): void {
  halt(key);
  if (fault.kind === "line") return tryLater(key, () => sendItem(key));
  if (fault.kind === "signed_out") return moveTo(key, { at: "signed_out" });
  if (fault.kind === "file") return moveTo(key, { at: "file_gone" });
  moveTo(key, { at: "stopped", code: fault.code, detail: fault.detail });
}
