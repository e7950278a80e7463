/** Asks again and again while something goes on: soon at first, then less often, and not while nobody looks. */

/** ms until the next question at first, and the most that this grows to. */
export type Pace = readonly [first: number, most: number];

export const GENTLY: Pace = [1_500, 10_000];
const GROWTH = 1.5;

export interface AskOn<T> {
  ask: () => Promise<T>;
  /** Hears every answer; says how to go on, null where it is over. */
  onAnswer: (answer: T) => Pace | null;
  /** Hears what went wrong; says whether to ask again all the same. */
  onProblem: (problem: unknown) => boolean;
}

/** Whether the page is in sight, and a call whenever it comes into sight; returns the way to stop that. */
export interface Sight {
  inSight: () => boolean;
  onSight: (run: () => void) => () => void;
}

const thisPage: Sight = {
  inSight: () => document.visibilityState === "visible",
  onSight(run) {
    const changed = (): unknown => document.visibilityState === "visible" && run();
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  },
};

/** Asks at once, and from then on. Returns the function that stops. */
export function askOn<T>(asking: AskOn<T>, sight: Sight = thisPage): () => void {
  let pace = GENTLY;
  let wait = pace[0];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let over = false;

  const stop = (): void => {
    over = true;
    clearTimeout(timer);
    forget();
  };

  function heard(answer: T): boolean {
    const next = asking.onAnswer(answer);
    if (next !== null && next !== pace) {
      pace = next;
      wait = next[0];
    }
    return next !== null;
  }

  async function ask(): Promise<void> {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    const goesOn = await asking.ask().then(
      (answer) => over || heard(answer),
      (problem: unknown) => over || asking.onProblem(problem),
    );
    busy = false;
    if (over) return;
    if (!goesOn) return stop();
    if (!sight.inSight()) return;
    timer = setTimeout(() => sight.inSight() && void ask(), wait);
    wait = Math.min(pace[1], wait * GROWTH);
  }

  const forget = sight.onSight(() => {
    wait = pace[0];
    void ask();
  });
  void ask();
  return stop;
}
