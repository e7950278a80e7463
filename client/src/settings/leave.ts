/** Signing out: the server first, then everything of this person that the browser keeps. */

import { ApiProblem, words } from "../api";
import { toast } from "../design";
import { t } from "../i18n";
import { navigate } from "../router";
import { setMe } from "../session";
import { clearShelf } from "../upload/shelf";

export async function leave(signOut: () => Promise<void>): Promise<void> {
  try {
    await signOut();
  } catch (problem) {
    // Whoever was signed out elsewhere already is where they wanted to be.
    if (!(problem instanceof ApiProblem) || problem.status !== 401) {
      toast(t("settings-fault", { detail: words(problem) }), { tone: "limit" });
      return;
    }
  }
  await gone("/", t("settings-signed-out-now"));
}

/** After a sign-out, or where the account leaves: nothing of the person stays in this browser. */
export async function gone(to: string, sentence?: string): Promise<void> {
  setMe(null);
  await clearShelf();
  navigate(to, { replace: true });
  if (sentence) toast(sentence);
}
