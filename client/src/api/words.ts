import { t, tOr } from "../i18n";
import { ApiProblem } from "./problem";

/** A problem as a sentence for people: ours by the code, else the server's own. */
export function words(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) return t("problem-other");
  return tOr(`problem-${problem.code}`, problem.detail || t("problem-other"));
}
