/** What the second step says when something is wrong, by the field and by the server's code. */

import { words, type ApiProblem } from "../api";
import { t } from "../i18n";
import { HANDLE_MAX, HANDLE_MIN, type HandleFault } from "./handle";
import type { JoinFaults, JoinField, JoinForm } from "./join_form";
import { PASSWORD_MAX, PASSWORD_MIN } from "./password";
import { waitingTime } from "./waiting_time";

export type Errors = Partial<Record<JoinField, string>>;

export const handleSentence = (fault: HandleFault): string =>
  t(`join-handle-${fault}`, { min: HANDLE_MIN, max: HANDLE_MAX });

/** A sentence for each fault of the form. */
export function sentences(faults: JoinFaults, form: JoinForm, minAge: number): Errors {
  const missing = PASSWORD_MIN - [...form.password].length;
  return {
    ...(faults.handle && { handle: handleSentence(faults.handle) }),
    ...(faults.password && { password: t(`join-password-${faults.password}`, { missing, max: PASSWORD_MAX }) }),
    ...(faults.birth && { birth: t(`join-birth-${faults.birth}`, { age: minAge }) }),
    ...(faults.email && { email: t("join-email-wrong") }),
  };
}

/** The server's refusal of one field. */
export function refusalSentence(problem: ApiProblem, field: JoinField, minAge: number): string {
  if (problem.code === "handle_taken") return t("join-handle-taken");
  if (problem.code === "weak_password") return t("join-password-weak");
  // The country's own age may be above the zone's; only the server's sentence has it.
  if (problem.code === "too_young")
    return t("join-birth-too_young", { age: Number(/\d+/.exec(problem.detail)?.[0] ?? minAge) });
  if (field === "handle") return t("join-handle-refused");
  return field === "email" ? t("join-email-wrong") : words(problem);
}

/** A refusal of no field in particular. */
export function noticeFor(problem: ApiProblem): string {
  const origin = problem.more["origin"];
  if (problem.code === "wrong_zone" && typeof origin === "string")
    return t("join-elsewhere", { host: new URL(origin).host });
  if (problem.retryAfterS !== null) return t("signin-too-many", { wait: waitingTime(problem.retryAfterS) });
  return t("join-other-fault", { detail: words(problem) });
}
