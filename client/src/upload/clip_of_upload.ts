/** The second half of an upload: all bytes are there, the server makes a clip of them. */

import { ApiProblem, clips } from "../api";
import { engine, halt, tryLater } from "./engines";
import { followClip } from "./follow_clip";
import { stageOfNews, uploadId } from "./item";
import { change, find, keep, moveTo } from "./list";
import { sayWhenElsewhere } from "./news";
import { shelf } from "./shelf";

/** Asks for the clip. Idempotent by the upload, so a lost answer is asked for again. */
export async function makeClip(key: string): Promise<void> {
  halt(key);
  const item = find(key);
  if (item?.url == null) return;
  change(key, (one) => {
    one.sent = one.bytes;
    one.arrived = true;
    one.stage = { at: "finishing" };
  });
  await keep(key);
  try {
    const made = await clips.make({ upload: uploadId(item.url), ...item.details });
    change(key, (one) => (one.clip = made.id));
    await keep(key);
    await shelf.dropFile(key).catch(() => undefined);
    follow(key);
  } catch (problem) {
    meet(key, problem);
  }
}

function meet(key: string, problem: unknown): void {
  if (!(problem instanceof ApiProblem)) throw problem;
  if (problem.passing) return tryLater(key, () => void makeClip(key));
  if (problem.status === 401) return moveTo(key, { at: "signed_out" });
  if (problem.status === 404) beginAnew(key);
  moveTo(key, { at: "stopped", code: problem.code, detail: problem.detail });
}

/** The server no longer has the bytes: the next try sends them again. */
function beginAnew(key: string): void {
  change(key, (item) => Object.assign(item, { url: null, sent: 0, arrived: false }));
  void keep(key);
}

/** Shows what the server does with the clip until it is published or rejected. */
export function follow(key: string): void {
  const [one, item] = [engine(key), find(key)];
  if (one === undefined || item?.clip == null) return;
  const clip = item.clip;
  one.stopFollowing?.();
  moveTo(key, { at: "preparing", state: "uploaded", progress: 0 });
  one.stopFollowing = followClip(
    clip,
    (news) => {
      const stage = stageOfNews(news);
      moveTo(key, stage);
      if (stage.at === "done" || stage.at === "rejected") void ended(key);
    },
    () => moveTo(key, { at: "rejected", code: "gone", detail: "" }),
  );
}

async function ended(key: string): Promise<void> {
  await shelf.drop(key).catch(() => undefined);
  const item = find(key);
  if (item === undefined) return;
  await sayWhenElsewhere(item);
  if (item.stage.at !== "done" || item.thumb !== null || item.clip === null) return;
  // A browser that could not draw the file itself shows the server's picture in the end.
  const card = await clips.get(item.clip).catch(() => null);
  change(key, (one) => (one.thumb = card?.poster?.url ?? null));
}
