/** Why a clip was not taken, as a sentence. The early check here and the server later say the same one. */

import { t, tOr, locale } from "../i18n";
import type { ClipBounds, Look } from "./clip_check";
import { sizeInWords } from "./size";

/** Reasons whose sentence has the file's own figures in it. */
const WITH_FIGURES = new Set(["too_long", "too_short", "too_large"]);

/** `look` where the file is at hand; `detail` is the server's sentence, for a code without words here. */
export function rejectionSentence(code: string, bounds: ClipBounds, look: Look | null, detail = ""): string {
  const limits = { min: bounds.clip_min_ms / 1000, max: bounds.clip_max_ms / 1000 };
  if (!WITH_FIGURES.has(code)) return tOr(`rejected-${code}`, t("rejected-other", { detail }));
  if (code === "too_large" && look !== null) {
    const max = sizeInWords(bounds.max_bytes, locale());
    return t("rejected-too_large", { size: sizeInWords(look.bytes, locale()), max });
  }
  const seconds = look?.duration_ms == null ? null : tenths(look.duration_ms / 1000);
  return seconds === null ? t(`rejected-${code}-plain`, limits) : t(`rejected-${code}`, { ...limits, seconds });
}

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;
