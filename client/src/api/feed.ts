import { call } from "./call";
import type { FeedKind, FeedPage } from "./types";

export const feed = {
  page: (kind: FeedKind, limit: number, cursor?: string) =>
    call<FeedPage>("/api/feed", { query: { kind, limit, cursor } }),
  /** Signed out: what was seen is known to this browser alone and travels with the question, unstored. */
  pageSignedOut: (kind: FeedKind, limit: number, seen: string[]) =>
    call<FeedPage>("/api/feed", { method: "POST", query: { kind, limit }, body: { seen } }),
};
