import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askOn, type Pace, type Sight } from "./ask_on";

const PACE: Pace = [1_000, 2_000];

/** A page that can be hidden and shown. */
class Page implements Sight {
  seen = true;
  listeners = new Set<() => void>();
  inSight = (): boolean => this.seen;
  onSight = (run: () => void): (() => void) => {
    this.listeners.add(run);
    return () => this.listeners.delete(run);
  };
  show(seen: boolean): void {
    this.seen = seen;
    if (seen) for (const run of this.listeners) run();
  }
}

function asked(answers: (string | Error)[], page: Page, goOn = true): { times: number[]; heard: string[]; stop: () => void } {
  const times: number[] = [];
  const heard: string[] = [];
  const begun = Date.now();
  const stop = askOn<string>(
    {
      ask: async () => {
        times.push(Date.now() - begun);
        const next = answers.shift() ?? "still";
        if (next instanceof Error) throw next;
        return next;
      },
      onAnswer: (answer) => {
        heard.push(answer);
        return answer === "done" ? null : PACE;
      },
      onProblem: (problem) => {
        heard.push((problem as Error).message);
        return goOn;
      },
    },
    page,
  );
  return { times, heard, stop };
}

describe("asking how it goes", () => {
  let page: Page;
  beforeEach(() => {
    vi.useFakeTimers();
    page = new Page();
  });
  afterEach(() => vi.useRealTimers());

  it("asks at once, then less and less often, and ends with the last answer", async () => {
    const { times, heard } = asked(["a", "b", "c", "d", "done", "never"], page);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times).toEqual([0, 1_000, 2_500, 4_500, 6_500]);
    expect(heard).toEqual(["a", "b", "c", "d", "done"]);
    expect(page.listeners.size).toBe(0);
  });

  it("is quiet while nobody looks, and asks at once when they do", async () => {
    const { times } = asked([], page);
    await vi.advanceTimersByTimeAsync(500);
    page.show(false);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(times).toEqual([0]);
    page.show(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(times).toEqual([0, 600_500, 601_500]);
  });

  it("goes on after a problem that passes, and ends with one that does not", async () => {
    const passing = asked([new Error("away"), "done"], page);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(passing.heard).toEqual(["away", "done"]);
    const final = asked([new Error("refused"), "never"], page, false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(final.heard).toEqual(["refused"]);
    expect(page.listeners.size).toBe(0);
  });

  it("hears nothing any more once it was stopped, not even what was under way", async () => {
    const { heard, times, stop } = asked([], page);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    page.show(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual([]);
    expect(times).toEqual([0]);
  });
});
