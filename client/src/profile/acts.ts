/** Follows, mutes and blocks: shown at once, taken back by a tap or when the server refuses. */

import { people, words, type Profile } from "../api";
import { amendFollowing } from "../clip/cards";
import { toast } from "../design";
import { t } from "../i18n";
import { after, type Mine, type Relation } from "./relation";

export async function relate(
  profile: Profile,
  relation: Relation,
  on: boolean,
  show: (changes: Mine) => void,
): Promise<void> {
  const before = profile.mine;
  const now = after(before, relation, on);
  show(now);
  amendFollowing(profile.handle, profile.zone, now.following);
  try {
    await people[relation](profile.handle, on);
  } catch (problem) {
    show(before);
    amendFollowing(profile.handle, profile.zone, before.following);
    toast(t("profile-fault", { detail: words(problem) }), { tone: "limit" });
    return;
  }
  const undo = (): void => void takeBack({ ...profile, mine: now }, before, relation, on, show);
  const action = { label: t("profile-undo"), run: undo };
  toast(t(sentence(relation, on), { handle: `@${profile.handle}` }), relation === "follow" && on ? {} : { action });
}

/** Undoing a block also brings back the follow that it ended. */
async function takeBack(
  profile: Profile,
  before: Mine,
  relation: Relation,
  on: boolean,
  show: (changes: Mine) => void,
): Promise<void> {
  await relate(profile, relation, !on, show);
  if (relation !== "block" || !on || !before.following) return;
  await relate({ ...profile, mine: { ...profile.mine, blocked: false } }, "follow", true, show);
}

function sentence(relation: Relation, on: boolean): string {
  if (relation === "follow") return on ? "profile-now-following" : "profile-no-longer-following";
  const done = relation === "mute" ? "muted" : "blocked";
  return on ? `profile-now-${done}` : `profile-no-longer-${done}`;
}
