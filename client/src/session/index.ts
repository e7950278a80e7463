/**
 * Who is signed in here. `me()` is undefined until the server has answered, null when nobody is.
 */
import { batch, createSignal } from "solid-js";
import { ApiProblem, people, type Me } from "../api";
import { languageWasChosen, LOCALES, setLocale } from "../i18n";

const [me, set] = createSignal<Me | null | undefined>(undefined);

export { me };

const leaving = new Set<() => void>();

/** Runs when the person changes (sign-in, sign-out, erasure), so that nothing of one reaches the next. */
export function onPersonChange(run: () => void): void {
  leaving.add(run);
}

export function setMe(next: Me | null): void {
  const before = me();
  const changed = before !== undefined && (before?.id ?? null) !== (next?.id ?? null);
  batch(() => {
    set(next);
    if (changed) for (const run of leaving) run();
  });
  const wanted = LOCALES.find((tag) => tag === next?.language);
  if (wanted && !languageWasChosen()) void setLocale(wanted, { keep: false });
}

/** Asks the server; a zone that cannot be reached leaves what we know. */
export async function refreshMe(): Promise<void> {
  try {
    setMe(await people.me());
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) setMe(null);
    else if (me() === undefined) set(null);
  }
}

/** Resolves once we know whether somebody is signed in. */
export const known: Promise<void> = refreshMe();
