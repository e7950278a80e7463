/**
 * Events wait here and travel in batches. A batch keeps its id over every retry, so the server counts it once; what could
 * not be sent is kept in `store` and goes out when the network is back. Pure but for what is handed in.
 */
export type EventKind =
  | "impression"
  | "play"
  | "skip"
  | "pause"
  | "like"
  | "save"
  | "share"
  | "follow"
  | "not_interested"
  | "report";

export interface ViewEvent {
  id: string;
  kind: EventKind;
  clip: string;
  /** The feed page that brought the clip, if one did. */
  page?: string;
  /** RFC 3339; the server's clock decides in the end. */
  at: string;
  watched_ms?: number;
  loops?: number;
}

export interface Batch {
  id: string;
  v: 1;
  events: ViewEvent[];
}

/** `sent`: done with. `later`: try the same batch again. `refused`: never will be taken; drop it. */
export type Answer = "sent" | "later" | "refused";

export interface Surroundings {
  send: (batch: Batch) => Promise<Answer>;
  /** Hands the batch to the browser while the page goes away; false if it would not take it. */
  beacon: (batch: Batch) => boolean;
  store: { load: () => Batch[]; save: (batches: Batch[]) => void };
  newId: () => string;
  now: () => string;
  later: (ms: number, run: () => void) => void;
}

const BATCH_EVENTS = 20;
const FLUSH_AFTER_MS = 4000;
const RETRY_MS = [2_000, 8_000, 30_000, 120_000, 300_000];
const KEPT_BATCHES = 40;

export class EventQueue {
  #open: ViewEvent[] = [];
  #batches: Batch[];
  #sending: Promise<void> | null = null;
  #failures = 0;
  #planned = false;

  constructor(private readonly around: Surroundings) {
    this.#batches = around.store.load();
    if (this.#batches.length > 0) this.#plan(RETRY_MS[0]!);
  }

  get waiting(): number {
    return this.#open.length + this.#batches.reduce((sum, batch) => sum + batch.events.length, 0);
  }

  add(event: Omit<ViewEvent, "id" | "at">): void {
    this.#open.push({ id: this.around.newId(), at: this.around.now(), ...event });
    if (this.#open.length >= BATCH_EVENTS) void this.flush();
    else this.#plan(FLUSH_AFTER_MS);
  }

  /** Sends everything now; stops at the first batch that must wait. Resolves when all was tried, whoever began it. */
  flush(): Promise<void> {
    this.#close();
    if (this.#batches.length === 0) return Promise.resolve();
    return (this.#sending ??= this.#send());
  }

  /** The page goes away: what the browser takes over is done with, the rest stays in the store. */
  leave(): void {
    this.#close();
    if (this.#sending) return;
    this.#keep(this.#batches.filter((batch) => !this.around.beacon(batch)));
  }

  /** Forgets everything unsent: another person sits here now. */
  discard(): void {
    this.#open = [];
    this.#keep([]);
  }

  async #send(): Promise<void> {
    try {
      for (let batch = this.#batches[0]; batch !== undefined; batch = this.#batches[0]) {
        const answer = await this.around.send(batch);
        if (answer === "later") {
          this.#plan(RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)]!);
          return;
        }
        this.#failures = 0;
        const done = batch.id;
        this.#keep(this.#batches.filter((one) => one.id !== done));
      }
    } finally {
      this.#sending = null;
    }
  }

  #close(): void {
    if (this.#open.length === 0) return;
    const batch: Batch = { id: this.around.newId(), v: 1, events: this.#open };
    this.#open = [];
    this.#keep([...this.#batches, batch].slice(-KEPT_BATCHES));
  }

  #keep(batches: Batch[]): void {
    this.#batches = batches;
    this.around.store.save(batches);
  }

  #plan(ms: number): void {
    if (this.#planned) return;
    this.#planned = true;
    this.around.later(ms, () => {
      this.#planned = false;
      void this.flush();
    });
  }
}
