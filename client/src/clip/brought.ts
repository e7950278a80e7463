import type { Card } from "../api";

/** The card that the page of a shared link brought along, as somebody signed out sees it; only once. */
export function broughtCard(id: string): Card | null {
  const element = document.getElementById("card");
  element?.remove();
  if (!element?.textContent) return null;
  const card = JSON.parse(element.textContent) as Card;
  return card.id === id ? card : null;
}
