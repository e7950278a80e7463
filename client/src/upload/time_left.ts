/** How long the rest of an upload takes: bytes sent in the last seconds, not since the beginning. */

interface Mark {
  at: number;
  sent: number;
}

const WINDOW_MS = 8000;
/** Less than this says nothing about the speed. */
const ENOUGH_MS = 1500;

/** Keeps the last few seconds of an upload's progress. Times are ms of one clock given by the caller. */
export class Pace {
  private marks: Mark[] = [];

  /** Called with every progress; a pause or a resume begins anew. */
  note(at: number, sent: number): void {
    const last = this.marks.at(-1);
    if (last !== undefined && sent < last.sent) this.marks = [];
    this.marks.push({ at, sent });
    while (this.marks.length > 2 && at - (this.marks[1]?.at ?? at) > WINDOW_MS) this.marks.shift();
  }

  forget(): void {
    this.marks = [];
  }

  /** Seconds left, rounded to what a person wants to know, or null while it is not known. */
  secondsLeft(total: number): number | null {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < ENOUGH_MS) return null;
    const speed = (last.sent - first.sent) / (last.at - first.at);
    if (speed <= 0) return null;
    return roundSeconds((total - last.sent) / speed / 1000);
  }
}

/** 1, 2, ... 10, then steps of 5, then whole minutes: a number that does not flicker. */
export function roundSeconds(seconds: number): number {
  if (seconds <= 10) return Math.max(1, Math.ceil(seconds));
  if (seconds <= 90) return Math.ceil(seconds / 5) * 5;
  return Math.ceil(seconds / 60) * 60;
}
