import { createStore, produce } from "solid-js/store";
import type { Card, Counts, Mine } from "../api";

/** Every clip card this page knows, once, so that a like shows wherever the clip does. */
const [cards, set] = createStore<Record<string, Card>>({});

export const cardOf = (id: string): Card | undefined => cards[id];

/** Remembers a card. One without a creator belongs to nobody who can be shown, and is left out. */
export function keep(card: Card): void {
  if (card.creator) set(card.id, card);
}

export function amend(id: string, counts: Partial<Counts>, mine: Partial<Mine>): void {
  set(
    produce((all) => {
      const card = all[id];
      if (!card) return;
      Object.assign(card.counts, counts);
      Object.assign(card.mine, mine);
    }),
  );
}

/** Following a creator shows on all their clips. */
export function amendFollowing(handle: string, zone: string, following: boolean): void {
  set(
    produce((all) => {
      for (const card of Object.values(all))
        if (card.creator.handle === handle && card.creator.zone === zone) card.mine.following = following;
    }),
  );
}

export const forget = (id: string): void => set(produce((all) => void delete all[id]));
