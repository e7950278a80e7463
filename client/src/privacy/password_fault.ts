import { waitingTime } from "../account/waiting_time";
import { ApiProblem, words } from "../api";
import { t } from "../i18n";

const DAY_S = 86_400;

/**
 * What is said where a password was asked for and the server refused. `tooSoon`: the message, with `wait`, of a thing
 * that can be asked for once a day; a wait of that length is about it and not about wrong passwords.
 */
export function passwordFault(problem: unknown, tooSoon?: string): string {
  if (!(problem instanceof ApiProblem)) throw problem;
  const { code, retryAfterS: wait } = problem;
  if (code === "bad_password") return t("privacy-password-wrong");
  if (wait === null) return words(problem);
  return t(tooSoon !== undefined && wait > DAY_S / 24 ? tooSoon : "signin-too-many", { wait: waitingTime(wait) });
}
