import { createSignal } from "solid-js";

/** Where the person is, as a signal over the browser's history. Plain `<a href>` links work; no component needed. */
const [place, setPlace] = createSignal(here());

export interface Place {
  path: string;
  query: URLSearchParams;
}

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** Counts how often somebody asked for the page that they are on: they want its beginning, or what is new. */
const [again, setAgain] = createSignal(0);

export { again, place };

/** Asked before a page is left by a link or the back button; answers false to stay. */
type Guard = () => boolean;
const guards = new Set<Guard>();

/** Returns the function that takes the guard away again. */
export function guardLeaving(guard: Guard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

const mayLeave = (): boolean => [...guards].every((guard) => guard());

/** Where a password is typed. The page of a link may share its process with whoever opened it (web/pages.py). */
const SECRET = new Set(["/signin", "/join"]);
const opened = document.documentElement.hasAttribute("data-link");

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin || (SECRET.has(url.pathname) && opened)) {
    location.assign(url);
    return;
  }
  if (url.pathname !== location.pathname && !mayLeave()) return;
  if (url.href === location.href) setAgain((times) => times + 1);
  if (options.replace || url.href === location.href) history.replaceState(null, "", url);
  else history.pushState({ own: true }, "", url);
  setPlace(here());
}

/** Back where the person came from, or to `otherwise` when the page was opened directly. */
export function goBack(otherwise: string): void {
  if ((history.state as { own?: boolean } | null)?.own) history.back();
  else navigate(otherwise, { replace: true });
}

/** Sign in first, then come back here. */
export const signInPath = (): string => `/signin?next=${encodeURIComponent(location.pathname + location.search)}`;

addEventListener("popstate", () => setPlace(here()));

// On the window: components, whose listeners stand on the document, may prevent it first.
addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.target || link.rel === "external" || link.hasAttribute("download"))
    return;
  if (link.origin !== location.origin || /^\/(api|media|schema|ledger)\//.test(link.pathname)) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  navigate(link.href);
});
