import { t } from "../i18n";

/** "12 seconds", "3 minutes": how long to wait, in words. */
export function waitingTime(seconds: number): string {
  return seconds < 60
    ? t("account-wait-seconds", { count: Math.max(1, Math.ceil(seconds)) })
    : t("account-wait-minutes", { count: Math.ceil(seconds / 60) });
}
