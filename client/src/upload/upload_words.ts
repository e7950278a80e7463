/** Where an upload stands, in words. */

import { t, tOr } from "../i18n";
import type { UploadItem } from "./item";

/** The sentence that is read out when the state changes. */
export function stageSentence(item: UploadItem): string {
  const { stage } = item;
  switch (stage.at) {
    case "waiting":
      return t("upload-waiting");
    case "sending":
      return t("upload-sending");
    case "paused":
    case "cancelled":
      return t("upload-paused");
    case "offline":
      return t("upload-offline");
    case "file_gone":
      return t("upload-file-gone", { name: item.name });
    case "signed_out":
      return t("upload-signed-out");
    case "stopped":
      return t("upload-failed", { detail: tOr(`problem-${stage.code}`, stage.detail || t("problem-other")) });
    case "finishing":
      return t("state-uploaded");
    case "preparing":
      return t(`state-${stage.state}`);
    case "done":
      return t(`upload-done-${item.details.visibility}`);
    case "rejected":
      return t("state-rejected");
  }
}

export function timeLeft(seconds: number | null): string {
  if (seconds === null) return t("upload-left-unknown");
  if (seconds < 60) return t("upload-left-seconds", { count: seconds });
  return t("upload-left-minutes", { count: Math.ceil(seconds / 60) });
}

/** 0 to 1 for the bar, or null where there is nothing to measure. */
export function reach(item: UploadItem): number | null {
  const { stage } = item;
  if (stage.at === "preparing") return stage.progress;
  if (stage.at === "finishing") return 1;
  if (stage.at === "done" || stage.at === "rejected") return null;
  return item.bytes === 0 ? 0 : item.sent / item.bytes;
}
