import { t, tOr } from "../i18n";
import { ApiProblem } from "./problem";

/**
 * A problem as a sentence for people: ours by the code, else the server's own. What only the operator can look into has
 * the request's id on a second line; `Said` shows it small.
 */
export function words(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return t("problem-other");
  const sentence = tOr(`problem-${problem.code}`, problem.detail || t("problem-other"));
  return problem.reference === null ? sentence : `${sentence}\n${t("reference", { id: problem.reference })}`;
}
