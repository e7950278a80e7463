import { call } from "./call";
import type { Cause, FeedKind, FeedPage, YourFeed } from "./types";

const MINE = "/api/me/feed";
const hidden = ({ kind, key }: Cause): string => `${MINE}/hidden/${kind}/${encodeURIComponent(key)}`;

export const feed = {
  page: (kind: FeedKind, limit: number, cursor?: string) =>
    call<FeedPage>("/api/feed", { query: { kind, limit, cursor } }),
  /** Signed out: what was seen is known to this browser alone and travels with the question, unstored. */
  pageSignedOut: (kind: FeedKind, limit: number, seen: string[]) =>
    call<FeedPage>("/api/feed", { method: "POST", query: { kind, limit }, body: { seen } }),

  /** What For You knows of who asks; every change answers how it is after it. */
  mine: () => call<YourFeed>(MINE),
  hide: (cause: Cause) => call<YourFeed>(hidden(cause), { method: "PUT" }),
  showAgain: (cause: Cause) => call<YourFeed>(hidden(cause), { method: "DELETE" }),
  beginAnew: () => call<YourFeed>(`${MINE}/reset`, { method: "POST" }),
  /** Takes the last change back; `nothing_to_undo` where there is none. */
  undo: () => call<YourFeed>(`${MINE}/undo`, { method: "POST" }),
};
