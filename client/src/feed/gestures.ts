/**
 * Taps on a clip, told apart: one tap, two quick taps, a long hold. A finger that travels is a swipe and none of these.
 */
export interface Meant {
  tap: () => void;
  doubleTap: (x: number, y: number) => void;
  hold: () => void;
}

export interface Timer {
  set: (run: () => void, ms: number) => unknown;
  clear: (timer: unknown) => void;
}

export const DOUBLE_MS = 240;
export const HOLD_MS = 480;
const TRAVEL_PX = 10;

export class Gestures {
  #down: { x: number; y: number } | null = null;
  #holding: unknown = null;
  #single: unknown = null;

  constructor(
    private readonly meant: Meant,
    private readonly timer: Timer,
  ) {}

  down(x: number, y: number): void {
    this.#down = { x, y };
    this.timer.clear(this.#holding);
    this.#holding = this.timer.set(() => {
      this.#down = null;
      this.meant.hold();
    }, HOLD_MS);
  }

  move(x: number, y: number): void {
    if (this.#down && Math.hypot(x - this.#down.x, y - this.#down.y) > TRAVEL_PX) this.cancel();
  }

  cancel(): void {
    this.#down = null;
    this.timer.clear(this.#holding);
  }

  up(x: number, y: number): void {
    this.timer.clear(this.#holding);
    if (this.#down === null) return;
    this.#down = null;
    if (this.#single !== null) {
      this.timer.clear(this.#single);
      this.#single = null;
      this.meant.doubleTap(x, y);
      return;
    }
    this.#single = this.timer.set(() => {
      this.#single = null;
      this.meant.tap();
    }, DOUBLE_MS);
  }
}
