import { createSignal } from "solid-js";
import { clips, people, words, type Card, type Cause, type Reaction } from "../api";
import { toast } from "../design";
import { tell } from "../events";
import * as yours from "../feed/yours";
import { t } from "../i18n";
import { me } from "../session";
import { amend, amendFollowing } from "./cards";

/** What a person can do to a clip. Shown at once; taken back, with a word, when the server refuses. */

/** Why somebody should sign in: the Fluent id of the sentence, while the question stands. */
const [asking, setAsking] = createSignal<string | null>(null);
export { asking };
export const stopAsking = (): unknown => setAsking(null);

/** True where somebody is signed in; else the question is put. */
export function signedIn(why: string): boolean {
  if (me()) return true;
  setAsking(why);
  return false;
}

export async function like(card: Card, on: boolean, page?: string): Promise<void> {
  if (!signedIn("ask-like") || card.mine.liked === on) return;
  if (on) tell({ kind: "like", clip: card.id, ...(page && { page }) });
  await react(
    () => amend(card.id, { likes: Math.max(0, card.counts.likes + (on ? 1 : -1)) }, { liked: on }),
    () => clips.like(card.id, on),
    card,
  );
}

export async function save(card: Card, on: boolean): Promise<void> {
  if (!signedIn("ask-save")) return;
  if (on) tell({ kind: "save", clip: card.id });
  const done = await react(
    () => amend(card.id, { saves: Math.max(0, card.counts.saves + (on ? 1 : -1)) }, { saved: on }),
    () => clips.save(card.id, on),
    card,
  );
  if (done) toast(t(on ? "saved" : "unsaved"), { action: { label: t("undo"), run: () => void save(card, !on) } });
}

async function react(show: () => void, send: () => Promise<Reaction | undefined>, card: Card): Promise<boolean> {
  const counts = { ...card.counts };
  const mine = { ...card.mine };
  show();
  try {
    const answer = await send();
    if (answer) amend(card.id, answer.counts, answer.mine);
    return true;
  } catch (problem) {
    amend(card.id, counts, mine);
    toast(words(problem), { tone: "limit" });
    return false;
  }
}

export async function follow(card: Card, on: boolean, page?: string): Promise<void> {
  if (!signedIn("ask-follow")) return;
  const { handle, zone } = card.creator;
  amendFollowing(handle, zone, on);
  if (on) tell({ kind: "follow", clip: card.id, ...(page && { page }) });
  try {
    await people.follow(handle, on);
    if (!on)
      toast(t("unfollowed", { name: handle }), { action: { label: t("undo"), run: () => void follow(card, true) } });
  } catch (problem) {
    amendFollowing(handle, zone, !on);
    toast(words(problem), { tone: "limit" });
  }
}

export async function mute(card: Card): Promise<boolean> {
  if (!signedIn("ask-mute")) return false;
  const { handle } = card.creator;
  return quietly(() => people.mute(handle, true), t("muted", { name: handle }), () => people.mute(handle, false));
}

export async function block(card: Card): Promise<boolean> {
  if (!signedIn("ask-block")) return false;
  const { handle } = card.creator;
  return quietly(() => people.block(handle, true), t("blocked", { name: handle }), () => people.block(handle, false));
}

/** Keeps a creator, a sound or a topic off For You, or lets it come again. */
export async function hide(cause: Cause, name: string, on: boolean): Promise<boolean> {
  if (!signedIn("ask-hide")) return false;
  const [to, back] = on ? [yours.hide, yours.showAgain] : [yours.showAgain, yours.hide];
  return quietly(() => to(cause), t(on ? `hidden-${cause.kind}` : "shown-again", { name }), () => back(cause));
}

/** Does it, says so, and can take it back; says what went wrong where it did. */
async function quietly(send: () => Promise<void>, said: string, back: () => Promise<void>): Promise<boolean> {
  try {
    await send();
  } catch (problem) {
    toast(words(problem), { tone: "limit" });
    return false;
  }
  const undo = (): void => void back().catch((problem: unknown) => toast(words(problem), { tone: "limit" }));
  toast(said, { action: { label: t("undo"), run: undo } });
  return true;
}

export function notInterested(card: Card, page?: string): void {
  tell({ kind: "not_interested", clip: card.id, ...(page && { page }) });
  toast(t("not-interested-done"));
}

/** The phone's own share sheet where there is one, else the link in the clipboard. */
export async function share(card: Card, page?: string): Promise<void> {
  const url = linkTo(card);
  const canShare = typeof navigator.share === "function" && matchMedia("(pointer: coarse)").matches;
  if (!canShare) return copyLink(card, page);
  try {
    await navigator.share({ url, title: card.caption || t("clip-by", { name: card.creator.handle }) });
    noteShare(card, page);
  } catch (cause) {
    if (!(cause instanceof DOMException && cause.name === "AbortError")) await copyLink(card, page);
  }
}

export async function copyLink(card: Card, page?: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(linkTo(card));
    noteShare(card, page);
    toast(t("link-copied"));
  } catch {
    toast(t("link-not-copied", { link: linkTo(card) }), { stays: 12_000 });
  }
}

function noteShare(card: Card, page?: string): void {
  tell({ kind: "share", clip: card.id, ...(page && { page }) });
  amend(card.id, { shares: card.counts.shares + 1 }, {});
}

export const linkTo = (card: Card): string => new URL(`/c/${card.id}`, location.origin).href;

export async function reportClip(card: Card, reason: string, note: string, page?: string): Promise<boolean> {
  try {
    await clips.report(card.id, reason, note.trim() || undefined);
  } catch (problem) {
    toast(words(problem), { tone: "limit" });
    return false;
  }
  tell({ kind: "report", clip: card.id, ...(page && { page }) });
  toast(t("reported"));
  return true;
}
