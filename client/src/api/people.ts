import { call } from "./call";
import { zones } from "./zones";
import { ApiProblem } from "./problem";
import type { Card, List, Me, NewPerson, PersonItem, Profile, SessionItem } from "./types";

const person = (handle: string): string => `/api/people/${encodeURIComponent(handle)}`;

/** Refuses before a byte is sent when the zone asked for is not the one this page came from. */
async function mustBeHere(zone: string): Promise<void> {
  const directory = await zones();
  if (zone === directory.zone) return;
  const origin = directory.zones.find((z) => z.name === zone)?.origin;
  throw new ApiProblem("wrong_zone", 409, "This account lives in another zone.", { zone, origin });
}

export const people = {
  async signUp(market: string, who: NewPerson): Promise<Me> {
    const directory = await zones();
    await mustBeHere(directory.markets[market]?.zone ?? directory.zone);
    return call<Me>("/api/people", { method: "POST", query: { market }, body: who });
  },
  async signIn(zone: string, handle: string, password: string): Promise<Me> {
    await mustBeHere(zone);
    return call<Me>("/api/sessions", { method: "POST", query: { zone }, body: { handle, password } });
  },
  signOut: () => call<void>("/api/sessions/current", { method: "DELETE" }),
  signOutEverywhere: () => call<void>("/api/sessions", { method: "DELETE" }),
  signOutOf: (session: string) => call<void>(`/api/sessions/${encodeURIComponent(session)}`, { method: "DELETE" }),
  sessions: () => call<List<SessionItem>>("/api/sessions"),

  me: () => call<Me>("/api/people/me"),
  change: (fields: Partial<Pick<Me, "name" | "bio" | "language" | "email">>) =>
    call<Me>("/api/people/me", { method: "PATCH", body: fields }),
  changePassword: (old: string, fresh: string) =>
    call<void>("/api/people/me/password", { method: "POST", body: { old, new: fresh } }),

  myClips: (cursor?: string) => call<List<Card>>("/api/people/me/clips", { query: { cursor } }),
  mySaves: (cursor?: string) => call<List<Card>>("/api/people/me/saves", { query: { cursor } }),
  myLikes: (cursor?: string) => call<List<Card>>("/api/people/me/likes", { query: { cursor } }),
  myPeople: (list: "follows" | "blocks" | "mutes", cursor?: string) =>
    call<List<PersonItem>>(`/api/people/me/${list}`, { query: { cursor } }),

  profile: (handle: string) => call<Profile>(person(handle)),
  clips: (handle: string, cursor?: string) => call<List<Card>>(`${person(handle)}/clips`, { query: { cursor } }),
  follow: (handle: string, on: boolean) => call<void>(`${person(handle)}/follow`, { method: on ? "PUT" : "DELETE" }),
  block: (handle: string, on: boolean) => call<void>(`${person(handle)}/block`, { method: on ? "PUT" : "DELETE" }),
  mute: (handle: string, on: boolean) => call<void>(`${person(handle)}/mute`, { method: on ? "PUT" : "DELETE" }),
};
