import { t } from "../i18n";

/** "12 seconds", "3 minutes", "7 hours": how long to wait, in words. */
export function waitingTime(seconds: number): string {
  if (seconds < 60) return t("account-wait-seconds", { count: Math.max(1, Math.ceil(seconds)) });
  if (seconds <= 7200) return t("account-wait-minutes", { count: Math.ceil(seconds / 60) });
  return t("account-wait-hours", { count: Math.ceil(seconds / 3600) });
}
