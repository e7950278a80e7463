import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { Card } from "../api";
import { cardOf } from "../clip/cards";
import { toast } from "../design";
import { tell } from "../events";
import { t } from "../i18n";
import { ahead, createStagePlayer, lineNow, type PlayerHandle } from "../player";
import { createIdle, type Idle } from "./idle";
import { noteShown, type Feed, type Slot } from "./source";

/** Cards kept alive behind and before the one on the stage. */
const BEHIND = 1;
const BEFORE = 2;
/** Ask for more when this few clips are left. */
const LEFT = 3;
const SECOND_AFTER_MS = 800;
/** A clip that takes the stage has the thread to itself for so long: what lies further ahead is made after it. */
const SETTLES_MS = 250;

/** What the server may say about a page, told when its first clip comes to the stage. */
const NOTES = new Set(["nothing_new", "custodian_away", "plain"]);

export interface ReelState {
  shown: Accessor<Slot | undefined>;
  card: Accessor<Card | undefined>;
  player: Accessor<PlayerHandle | null>;
  onPlayer: (player: PlayerHandle, here: boolean) => void;
  idle: Idle;
  near: (index: number) => boolean;
  fetchOf: (index: number) => "none" | "start" | "whole";
}

/** What a reel knows besides its picture: which clip is on the stage, who may fetch, what is told to the zone. */
export function createReel(feed: Feed): ReelState {
  const { slots, at } = feed;
  const [player, onPlayer] = createStagePlayer();
  const idle = createIdle();
  const shown = createMemo(() => slots()[at()]);
  const card = createMemo(() => cardOf(shown()?.id ?? ""));

  const settled = createSettled(at);

  if (slots().length === 0) void feed.more();
  createEffect(() => {
    if (slots().length === 0 || at() < slots().length - LEFT || feed.state() !== "ready") return;
    if (settled() === at()) void feed.more();
  });
  createEffect(
    on(shown, (slot) => {
      if (!slot) return;
      noteShown(slot.id);
      tell({ kind: "impression", clip: slot.id, page: slot.page });
      idle.wake();
    }),
  );
  const note = createMemo(() => shown()?.note ?? null);
  createEffect(on(note, (said) => said !== null && NOTES.has(said) && toast(t(`feed-note-${said}`), { stays: 6000 })));

  return {
    shown,
    card,
    player,
    onPlayer,
    idle,
    near: (index) =>
      (index >= at() - BEHIND && index <= at() + 1) || (index >= settled() - BEHIND && index <= settled() + BEFORE),
    fetchOf: createFetchPlan(at, player),
  };
}

/** The index on the stage once it has stood there for a moment; at once where it has gone on. */
function createSettled(at: Accessor<number>): Accessor<number> {
  const [settled, setSettled] = createSignal(at());
  createEffect(
    on(at, (index, before) => {
      if (before !== undefined && settled() !== before) setSettled(before);
      const later = setTimeout(() => setSettled(index), SETTLES_MS);
      onCleanup(() => clearTimeout(later));
    }),
  );
  return settled;
}

/** The clip on the stage has the line to itself until it shows; then the next one, then the one after it. */
function createFetchPlan(at: Accessor<number>, player: Accessor<PlayerHandle | null>): ReelState["fetchOf"] {
  const [leads, setLeads] = createSignal(0);
  const shows = createMemo(() => player()?.state().media === "ready");
  createEffect(() => {
    setLeads(shows() ? 1 : 0);
    if (!shows()) return;
    const second = setTimeout(() => setLeads(BEFORE), SECOND_AFTER_MS);
    onCleanup(() => clearTimeout(second));
  });
  return (index) => {
    const distance = index - at();
    if (distance === 0) return "whole";
    if (distance < 0 || distance > leads()) return "none";
    const plan = ahead(lineNow());
    if (distance > plan.clips) return "none";
    return plan.whole ? "whole" : "start";
  };
}
