import { t, tOr } from "../i18n";
import type { Archive } from "./ask";

const STEP = 25;

/** How far the archive is, as a code that changes a few times only: "none", "making-25", "ready". */
export function archiveStep(archive: Archive): string {
  if (archive.state !== "making") return archive.state;
  return `making-${Math.floor((archive.progress * 100) / STEP) * STEP}`;
}

/** What a screen reader hears when a step is reached; nothing where there is nothing to say. */
export function stepSaid(step: string): string {
  const [state = "", percent] = step.split("-");
  if (percent !== undefined) return t("archive-heard-making", { percent });
  return tOr(`archive-heard-${state}`, "");
}

const DAY_MS = 86_400_000;

/** When the next one can be asked for, RFC 3339; null where that is now. One that failed does not count. */
export function nextFrom(archive: Archive, nowMs: number): string | null {
  if (archive.asked_at === null || archive.state === "failed") return null;
  const next = Date.parse(archive.asked_at) + DAY_MS;
  return next > nowMs ? new Date(next).toISOString() : null;
}

/** Why the archive was not made. */
export const failure = (code: string | null): string => tOr(`archive-fault-${code}`, t("archive-failed"));
