import type { Profile } from "../api";

/** What a viewer can be to a person: follower, or one who muted or blocked them. */
export type Relation = "follow" | "mute" | "block";
export type Mine = Profile["mine"];

const FLAG = { follow: "following", mute: "muted", block: "blocked" } as const;

/** The relation after an act: blocking somebody also ends following them. */
export function after(mine: Mine, relation: Relation, on: boolean): Mine {
  const next = { ...mine, [FLAG[relation]]: on };
  return relation === "block" && on ? { ...next, following: false } : next;
}
