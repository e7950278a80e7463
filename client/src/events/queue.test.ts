import { beforeEach, describe, expect, it } from "vitest";
import { EventQueue, type Answer, type Batch } from "./queue";
import { uuid7 } from "./uuid7";

/** A world without a network or a clock: answers are set, timers are run by hand. */
class World {
  sent: Batch[] = [];
  beaconed: Batch[] = [];
  kept: Batch[] = [];
  answer: Answer = "sent";
  takesBeacon = true;
  timers: { ms: number; run: () => void }[] = [];
  #ids = 0;

  queue(): EventQueue {
    return new EventQueue({
      send: (batch) => {
        this.sent.push(batch);
        return Promise.resolve(this.answer);
      },
      beacon: (batch) => {
        if (this.takesBeacon) this.beaconed.push(batch);
        return this.takesBeacon;
      },
      store: { load: () => structuredClone(this.kept), save: (batches) => (this.kept = structuredClone(batches)) },
      newId: () => `id-${++this.#ids}`,
      now: () => "2026-11-22T05:00:00.000Z",
      later: (ms, run) => this.timers.push({ ms, run }),
    });
  }

  async passTime(): Promise<number> {
    const timer = this.timers.shift();
    timer?.run();
    await new Promise((done) => setImmediate(done));
    return timer?.ms ?? -1;
  }
}

let world: World;
let queue: EventQueue;
beforeEach(() => {
  world = new World();
  queue = world.queue();
});

const look = (clip: string): void => queue.add({ kind: "impression", clip, page: "p" });

describe("the event queue", () => {
  it("sends what gathered in one batch a little later", async () => {
    look("a");
    look("b");
    expect(world.sent).toHaveLength(0);
    await world.passTime();
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]).toMatchObject({ v: 1, events: [{ kind: "impression", clip: "a", page: "p" }, { clip: "b" }] });
    expect(queue.waiting).toBe(0);
    expect(world.kept).toEqual([]);
  });

  it("sends at once when twenty are there", async () => {
    for (let at = 0; at < 20; at++) look(`c${at}`);
    await new Promise((done) => setImmediate(done));
    expect(world.sent[0]?.events).toHaveLength(20);
  });

  it("tries the same batch under the same id, ever later, until it is taken", async () => {
    world.answer = "later";
    look("a");
    await world.passTime();
    const waits = [await world.passTime(), await world.passTime()];
    expect(waits).toEqual([2000, 8000]);
    world.answer = "sent";
    await world.passTime();
    expect(new Set(world.sent.map((batch) => batch.id)).size).toBe(1);
    expect(world.sent).toHaveLength(4);
    expect(queue.waiting).toBe(0);
  });

  it("drops a batch that the server will never take, and goes on with the next", async () => {
    world.answer = "refused";
    look("a");
    await world.passTime();
    expect(queue.waiting).toBe(0);
    world.answer = "sent";
    look("b");
    await world.passTime();
    expect(world.sent.at(-1)?.events[0]?.clip).toBe("b");
  });

  it("is flushed when all is sent, also what came while it was sending", async () => {
    look("a");
    const first = queue.flush();
    look("b");
    await queue.flush();
    expect(world.sent.map((batch) => batch.events[0]?.clip)).toEqual(["a", "b"]);
    expect(queue.waiting).toBe(0);
    await first;
    look("c");
    await queue.flush();
    expect(queue.waiting).toBe(0);
  });

  it("keeps what was not sent for the next visit, with its id", async () => {
    world.answer = "later";
    look("a");
    await world.passTime();
    const [before] = world.kept;
    queue = world.queue();
    world.answer = "sent";
    world.timers.splice(0, world.timers.length - 1);
    await world.passTime();
    expect(world.sent.at(-1)?.id).toBe(before?.id);
    expect(world.kept).toEqual([]);
  });

  it("hands the rest to the browser when the page goes, and keeps what the browser refuses", () => {
    look("a");
    queue.leave();
    expect(world.beaconed[0]?.events[0]?.clip).toBe("a");
    expect(world.kept).toEqual([]);
    world.takesBeacon = false;
    look("b");
    queue.leave();
    expect(world.kept[0]?.events[0]?.clip).toBe("b");
  });

  it("forgets everything when another person sits down", async () => {
    look("a");
    queue.discard();
    await world.passTime();
    expect(world.sent).toEqual([]);
    expect(world.kept).toEqual([]);
  });
});

describe("event ids", () => {
  it("are UUIDv7: the time in front, version and variant in place", () => {
    const id = uuid7(0x0190f3a1b2c3, new Uint8Array(10).fill(0xff));
    expect(id).toBe("0190f3a1-b2c3-7fff-bfff-ffffffffffff");
    expect(uuid7(Date.parse("2026-11-22T05:00:00Z"), new Uint8Array(10))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7000-8000-0{12}$/);
  });
});
