/**
 * The person's own feed as the zone last told it, and the changes to it. A change shows in what waits in For You at once,
 * wherever it was made. Raises ApiProblem.
 */
import { createStore, reconcile } from "solid-js/store";
import { feed as api, type Cause, type Hidden, type Interest, type YourFeed } from "../api";
import { same } from "../clip/causes";
import { flushEvents } from "../events";
import { onPersonChange } from "../session";
import { feedOf } from "./source";

/** With an id of their own, by which a list keeps its rows when the zone tells it anew. */
export type InterestRow = Interest & { id: string };
export type HiddenRow = Hidden & { id: string };
export type Yours = Omit<YourFeed, "interests" | "hidden"> & { interests: InterestRow[]; hidden: HiddenRow[] };

const [told, setTold] = createStore<{ yours: Yours | null }>({ yours: null });
/** Counts what makes an answer that is still on its way outdated. */
let turn = 0;
let person = 0;
let last: Promise<unknown> = Promise.resolve();
onPersonChange(() => {
  turn += 1;
  person += 1;
  setTold("yours", null);
});

/** Null until the zone was asked. */
export const yours = (): Yours | null => told.yours;

export const isHidden = (cause: Cause): boolean => told.yours?.hidden.some((one) => same(one, cause)) ?? false;

/** Asks how it is, once what was just watched has arrived. */
export async function askYours(): Promise<void> {
  const mine = ++turn;
  await flushEvents();
  const answer = await api.mine();
  if (mine === turn) take(answer, false);
}

export const hide = (cause: Cause): Promise<void> => change(() => api.hide(cause));
export const showAgain = (cause: Cause): Promise<void> => change(() => api.showAgain(cause));
export const beginAnew = (): Promise<void> => change(api.beginAnew);
export const undo = (): Promise<void> => change(api.undo);

/** One after the other, so that the last answer knows of all changes. */
function change(send: () => Promise<YourFeed>): Promise<void> {
  const mine = last.then(async () => {
    const who = person;
    const answer = await send();
    if (who !== person) return;
    turn += 1;
    take(answer, true);
  });
  last = mine.catch(() => undefined);
  return mine;
}

function take(answer: YourFeed, changed: boolean): void {
  const before = yours();
  const anew = changed && before !== null && before.reset_at !== answer.reset_at;
  setTold("yours", reconcile(rowsOf(answer)));
  const forYou = feedOf("foryou");
  forYou.hide(answer.hidden, changed && !anew);
  if (anew) forYou.anew();
}

function rowsOf(answer: YourFeed): Yours {
  const row = <T extends { kind: string; key: string }>(one: T): T & { id: string } => ({ ...one, id: `${one.kind} ${one.key}` });
  const hidden = answer.hidden.map(row);
  const isGone = (one: Interest): boolean => hidden.some((gone) => gone.kind === one.kind && gone.key === one.key);
  return { ...answer, hidden, interests: answer.interests.filter((one) => !isGone(one)).map(row) };
}
