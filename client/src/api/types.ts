/** What the server says and takes, in the words of the contract. Unknown output fields are ignored. */

export interface ZoneInfo {
  name: string;
  origin: string;
  custodian: string;
}

export interface MarketInfo extends ZoneInfo {
  zone: string;
}

export interface EditionBounds {
  min_age: number;
  clip_min_ms: number;
  clip_max_ms: number;
  max_bytes: number;
}

export interface Zones {
  zone: string;
  zones: ZoneInfo[];
  /** Market code (ISO 3166-1 alpha-2) to its home zone; `name` is the market's. */
  markets: Record<string, MarketInfo>;
  languages: { code: string; name: string; direction: string }[];
  edition: EditionBounds;
}

export interface PersonCounts {
  clips: number;
  followers: number;
  following: number;
}

export interface Me {
  id: string;
  handle: string;
  name: string;
  bio: string;
  market: string;
  language: string;
  zone: string;
  custodian: string;
  email?: string | null;
  age_tier: string;
  created_at: string;
  counts: PersonCounts;
  /** "leaving": hidden, and erased at `erase_at` unless the person takes it back. */
  state: "active" | "leaving";
  erase_at: string | null;
}

export interface NewPerson {
  handle: string;
  password: string;
  language: string;
  birth_date: string;
  email?: string;
  phone?: string;
  name?: string;
}

export interface SessionItem {
  id: string;
  /** a browser or a program */
  kind: "cookie" | "token";
  created_at: string;
  expires_at: string;
  current: boolean;
}

export interface Profile {
  handle: string;
  name: string;
  bio: string;
  bot: boolean;
  zone: string;
  created_at: string;
  /** Followers and following are null while the custodian does not answer. */
  counts: { clips: number; likes: number; followers: number | null; following: number | null };
  mine: { following: boolean; blocked: boolean; muted: boolean; self: boolean };
}

/** A person in one of the viewer's own lists (follows, blocks, mutes). */
export interface PersonItem {
  handle: string;
  name: string;
  bot: boolean;
  zone: string;
}

export type ClipState =
  | "drafted"
  | "scheduled"
  | "uploaded"
  | "probing"
  | "encoding"
  | "published"
  | "rejected"
  | "withdrawn"
  | "removed"
  | "erased";

export type Visibility = "public" | "friends" | "private";

export interface Rendition {
  /** Short side in px, as text: "720". */
  name: string;
  kind: "mp4" | "hls";
  url: string;
  width: number;
  height: number;
  /** bits per second */
  bitrate: number;
  codecs: string;
}

export interface Creator {
  handle: string;
  name: string;
  bot: boolean;
  zone: string;
}

export interface Sound {
  id: string;
  title: string;
  creator: string | null;
}

export interface Poster {
  url: string;
  width: number;
  height: number;
}

export interface Counts {
  likes: number;
  plays: number;
  saves: number;
  shares: number;
}

export interface Mine {
  liked: boolean;
  saved: boolean;
  following: boolean;
  own: boolean;
}

export interface Card {
  id: string;
  zone: string;
  state: ClipState;
  /** 0..1 */
  progress: number;
  caption: string;
  language: string;
  visibility: Visibility;
  /** null until the file was looked at */
  duration_ms: number | null;
  width: number | null;
  height: number | null;
  created_at: string;
  published_at: string | null;
  /** mean colour, '#rrggbb' */
  colour: string | null;
  /** tiny picture as a data URI */
  placeholder: string | null;
  rejection: { code: string; message: string } | null;
  limits: { kind: string; statement: string; reason: string }[];
  creator: Creator;
  sound: Sound | null;
  renditions: Rendition[];
  poster: Poster | null;
  counts: Counts;
  mine: Mine;
}

export interface List<T> {
  items: T[];
  next: string | null;
}

export interface Reason {
  code: string;
  params?: Record<string, string | number>;
}

export interface Pick {
  clip: Card;
  reasons: Reason[];
  score: number;
  propensity: number;
}

export type FeedKind = "foryou" | "following" | "friends";

export interface FeedPage {
  page: string;
  kind: FeedKind;
  picks: Pick[];
  /**
   * `nothing_new`: some of it was seen before. `custodian_away`: made as for somebody signed out. `plain`: just the
   * newest clips, because ranking failed.
   */
  note: string | null;
  /** Where the next page of Following and Friends begins; For You needs none. */
  next: string | null;
}

/** What clips can have in common that a viewer can hide from For You. */
export type HidableKind = "creator" | "sound" | "topic";

/** `key`: a creator's handle, a sound's id, or a topic without its '#'. */
export interface Cause {
  kind: HidableKind;
  key: string;
}

export interface Hidden extends Cause {
  name: string;
  at: string;
}

/** `key` as of a cause, or a language's code. */
export interface Interest {
  kind: HidableKind | "language";
  key: string;
  name: string;
  /** 0..1, beside the strongest */
  strength: number;
  /** Clips of it that were watched long. */
  watches: number;
  /** Clips of the last pages that it was a reason of. */
  picks: number;
}

/** What For You knows of the viewer: the strongest interest first, the latest hidden first. */
export interface YourFeed {
  watches: number;
  /** From when on watches count; null where all do. */
  reset_at: string | null;
  /** The last change, while it can be taken back. */
  can_undo: "reset" | "hide" | "show" | null;
  interests: Interest[];
  hidden: Hidden[];
}

/** To how many people For You showed a clip, how many of these watched it to its end, and how many it is owed. */
export interface Audience {
  shown: number;
  watched: number;
  goal: number;
  state: "waiting" | "running" | "done";
  promoted: boolean;
}

export interface Reaction {
  counts: Counts;
  mine: Mine;
}

export interface ClipProgress {
  state: ClipState;
  progress: number;
  rejection: { code: string; message: string } | null;
}
