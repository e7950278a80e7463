import type { Part, StoredCategory } from "./ask";

/** What is protected in the same way. `protection` is a code that a newer server may have added to. */
export interface Group {
  protection: string;
  categories: { category: string; parts: Part[] }[];
}

const ORDER = ["sealed", "graph", "plain", "public"];

function rank(protection: string): number {
  const at = ORDER.indexOf(protection);
  return at < 0 ? ORDER.length : at;
}

/** By protection, the strongest first; within one, as the zone lists them. A category that comes twice is one. */
export function grouped(categories: readonly StoredCategory[]): Group[] {
  const groups = new Map<string, Map<string, Part[]>>();
  for (const { protection, category, parts } of categories) {
    if (parts.length === 0) continue;
    const group = groups.get(protection) ?? new Map<string, Part[]>();
    group.set(category, [...(group.get(category) ?? []), ...parts]);
    groups.set(protection, group);
  }
  return [...groups]
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([protection, parts]) => ({
      protection,
      categories: [...parts].map(([category, its]) => ({ category, parts: its })),
    }));
}

/** Things of which there is one or none: a count of them says nothing. */
const SINGLE = new Set([
  "account",
  "market",
  "age_tier",
  "birth_date",
  "email",
  "phone",
  "password",
  "interests",
  "choices",
  "erasure",
]);

/** How much there is of a part: a number to show, or that it is there, or that it is not. */
export function amount(part: Part): number | "stored" | "none" {
  if (part.count === 0) return "none";
  return SINGLE.has(part.what) && part.count === 1 ? "stored" : part.count;
}

/** Where one changes it; null where nothing can be changed, or nobody has told us where. */
export function placeOf(what: string, handle: string): string | null {
  const own = `/@${encodeURIComponent(handle)}`;
  const places: Record<string, string> = {
    account: "/settings#profile",
    erasure: "#leave",
    email: "/settings#access",
    password: "/settings#access",
    sessions: "/settings#access",
    clips: "/clips",
    drafts: "/clips",
    uploads: "/upload",
    likes: "/settings#clips",
    saves: "/settings#clips",
    follows: "/following",
    followers: own,
    blocks: "/settings#people",
    mutes: "/settings#people",
    watches: "/settings/feed",
    pages: "/settings/feed",
    interests: "/settings/feed",
    choices: "/settings/feed",
    exports: "#archive",
  };
  return Object.hasOwn(places, what) ? places[what]! : null;
}
