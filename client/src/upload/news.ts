/** Tells what becomes of an upload on whichever page the person is by then. */

import { toast } from "../design";
import { loadArea, t } from "../i18n";
import { navigate, place } from "../router";
import type { UploadItem } from "./item";
import { stageSentence } from "./upload_words";

const TOLD_THERE = new Set(["/upload", "/clips"]);

export async function sayWhenElsewhere(item: UploadItem): Promise<void> {
  if (TOLD_THERE.has(place().path)) return;
  await loadArea("upload");
  const done = item.stage.at === "done";
  const to = done && item.clip !== null ? `/c/${item.clip}` : "/clips";
  toast(stageSentence(item), {
    tone: done ? "plain" : "limit",
    action: { label: t(done ? "upload-watch" : "upload-mine"), run: () => navigate(to) },
  });
}

/** The pause was longer than the server waits; the upload has begun again under a new address. */
export async function sayExpired(): Promise<void> {
  await loadArea("upload");
  toast(t("upload-expired"), { tone: "limit" });
}
