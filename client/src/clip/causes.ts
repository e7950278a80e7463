import type { Card, Cause, Reason } from "../api";

/** A clip in a reel, with why it is there. */
export interface InReel {
  card: Card | undefined;
  reasons: readonly Reason[];
}

/** What a reason comes from, where that can be hidden. */
export function causeOf(reason: Reason): Cause | null {
  const { name, sound, topic } = reason.params ?? {};
  if (reason.code === "because_creator" && name) return { kind: "creator", key: String(name) };
  if (reason.code === "because_sound" && sound) return { kind: "sound", key: String(sound) };
  if (reason.code === "because_topic" && topic) return { kind: "topic", key: String(topic) };
  return null;
}

/** What sentences call it; they bring their own '#'. A sound's key says nothing, so it comes with its title. */
export const spoken = (cause: Cause, title: string): string => (cause.kind === "sound" ? title : cause.key);

export const same = (one: Cause, other: Cause): boolean => one.kind === other.kind && one.key === other.key;

/** Whether a clip is of that creator, sound or topic, or was picked because of it. */
export function isOf(cause: Cause, clip: InReel): boolean {
  for (const reason of clip.reasons) {
    const found = causeOf(reason);
    if (found && same(found, cause)) return true;
  }
  if (!clip.card) return false;
  switch (cause.kind) {
    case "creator":
      return clip.card.creator.handle === cause.key;
    case "sound":
      return clip.card.sound?.id === cause.key;
    case "topic":
      return hashtags(clip.card.caption).includes(folded(cause.key));
  }
}

/** Whether a clip was picked for the same clip that the viewer once watched. */
export function alike(reason: Reason, clip: InReel): boolean {
  const from = reason.params?.["clip"];
  if (reason.code !== "because_clip" || !from) return false;
  return clip.reasons.some((one) => one.code === reason.code && one.params?.["clip"] === from);
}

/** The words of a caption's hashtags, without '#'; the zone's own rule is in clips/topics.py. */
export function hashtags(caption: string): string[] {
  return Array.from(caption.matchAll(/(?<![\p{L}\p{N}_&#])[#＃]([\p{L}\p{N}_]+)/gu), (found) => folded(found[1]!));
}

/** Of two spellings of a word, the same: "Straße" and "STRASSE". */
const folded = (word: string): string => word.normalize("NFKC").toUpperCase().toLowerCase();
