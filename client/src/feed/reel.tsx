import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show, type JSX } from "solid-js";
import { cardOf } from "../clip/cards";
import { ClipStage } from "../clip/clip_stage";
import { Details } from "../clip/details";
import { MoreSheet } from "../clip/more_sheet";
import { SoundButton } from "../clip/sound_button";
import { DownIcon, roomy, stillMotion, toast, UpIcon, wide } from "../design";
import { tell } from "../events";
import { t } from "../i18n";
import { ahead, createStagePlayer, lineNow } from "../player";
import { createIdle } from "./idle";
import { listenKeys } from "./keys";
import { FeedEnd } from "./feed_end";
import { noteShown, type Feed, type Slot } from "./source";

/** Cards kept alive behind and before the one on the stage. */
const BEHIND = 1;
const BEFORE = 2;
const SECOND_AFTER_MS = 800;
/** Ask for more when this few clips are left. */
const LEFT = 3;

/** What the server may say about a page, told when its first clip comes to the stage. */
const NOTES = new Set(["nothing_new", "custodian_away", "plain"]);

/** Clips one below the other, one on the stage; the finger's own scrolling, snapped by the browser. */
export function Reel(props: { feed: Feed }): JSX.Element {
  const { slots, at, setAt } = props.feed;
  let scroller!: HTMLDivElement;
  const [menu, setMenu] = createSignal(false);
  const [player, onPlayer] = createStagePlayer();
  const idle = createIdle();
  const shown = createMemo(() => slots()[at()]);
  const card = createMemo(() => cardOf(shown()?.id ?? ""));

  if (slots().length === 0) void props.feed.more();
  createEffect(() => {
    if (slots().length > 0 && at() >= slots().length - LEFT && props.feed.state() === "ready") void props.feed.more();
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

  const show = (index: number, smooth = true): void => {
    const last = slots().length;
    const to = Math.max(0, Math.min(last, index));
    scroller.scrollTo({ top: to * scroller.clientHeight, behavior: smooth && !stillMotion() ? "smooth" : "instant" });
  };
  const scrolled = (): void => {
    const index = Math.round(scroller.scrollTop / Math.max(1, scroller.clientHeight));
    if (index !== at()) setAt(index);
  };
  // A browser keeps the element that it snapped to in view when clips are put before it; we keep the place instead.
  createEffect(on(slots, () => show(at(), false), { defer: true }));
  onMount(() => {
    show(at(), false);
    const sized = new ResizeObserver(() => show(at(), false));
    sized.observe(scroller);
    onCleanup(() => sized.disconnect());
  });
  listenKeys({ card, page: () => shown()?.page, player, move: (by) => moveFocus(scroller, () => show(at() + by)) });

  const [leads, setLeads] = createSignal(0);
  const shows = createMemo(() => player()?.state().media === "ready");
  createEffect(() => {
    setLeads(shows() ? 1 : 0);
    if (!shows()) return;
    const second = setTimeout(() => setLeads(BEFORE), SECOND_AFTER_MS);
    onCleanup(() => clearTimeout(second));
  });
  const fetchOf = (index: number): "none" | "start" | "whole" => {
    const distance = index - at();
    if (distance === 0) return "whole";
    // The clip on the stage has the line to itself until it shows, and the next one goes before the one after it.
    if (distance > leads()) return "none";
    const plan = ahead(lineNow());
    if (distance < 0 || distance > plan.clips) return "none";
    return plan.whole ? "whole" : "start";
  };
  const near = (index: number): boolean => index >= at() - BEHIND && index <= at() + BEFORE;

  return (
    <>
      <div
        class="reel"
        ref={scroller}
        hidden={slots().length === 0}
        role="feed"
        aria-busy={props.feed.state() === "loading"}
        aria-label={t(`tab-${props.feed.kind}`)}
        onScroll={scrolled}
        {...idle.listeners}
      >
        <For each={slots()}>
          {(slot, index) => (
            <article
              class="slot"
              aria-posinset={index() + 1}
              aria-setsize={props.feed.state() === "ended" ? slots().length : -1}
              aria-label={labelOf(slot)}
              inert={index() !== at()}
            >
              <Show when={near(index()) && cardOf(slot.id)}>
                {(one) => (
                  <ClipStage
                    card={one()}
                    page={slot.page}
                    onStage={index() === at()}
                    fetch={fetchOf(index())}
                    quiet={roomy()}
                    idle={idle.idle()}
                    onMenu={() => setMenu(true)}
                    onPlayer={onPlayer}
                  />
                )}
              </Show>
            </article>
          )}
        </For>
        <Show when={slots().length > 0}>
          <FeedEnd feed={props.feed} onStage={at() >= slots().length} again={() => show(0)} />
        </Show>
      </div>
      <Show when={slots().length === 0}>
        <div class="before">
          <FeedEnd feed={props.feed} onStage again={() => undefined} />
        </div>
      </Show>
      <Show when={card()}>
        <SoundButton />
      </Show>
      <Show when={wide() && slots().length > 0}>
        <div class="steps on-clip">
          <button type="button" class="button icon" disabled={at() === 0} aria-label={t("previous-clip")} onClick={() => show(at() - 1)}>
            <UpIcon />
          </button>
          <button type="button" class="button icon" disabled={at() >= slots().length} aria-label={t("next-clip")} onClick={() => show(at() + 1)}>
            <DownIcon />
          </button>
        </div>
      </Show>
      <Show when={roomy() && card()}>
        {(one) => (
          <Details
            card={one()}
            page={shown()?.page}
            reasons={shown()?.reasons ?? []}
            inFeed
            onNotInterested={() => notInterested(props.feed, shown())}
          />
        )}
      </Show>
      <Show when={card()}>
        {(one) => (
          <MoreSheet
            open={menu()}
            card={one()}
            page={shown()?.page}
            reasons={shown()?.reasons ?? []}
            onClose={() => setMenu(false)}
            onDrop={(dropped) => props.feed.drop(dropped.id)}
          />
        )}
      </Show>
    </>
  );
}

function notInterested(feed: Feed, slot: Slot | undefined): void {
  if (!slot) return;
  tell({ kind: "not_interested", clip: slot.id, page: slot.page });
  toast(t("not-interested-done"));
  feed.drop(slot.id);
}

function labelOf(slot: Slot): string {
  const card = cardOf(slot.id);
  if (!card) return "";
  const by = t("clip-by", { name: card.creator.handle });
  return card.caption ? `${by}: ${card.caption}` : by;
}

/** Runs a move; a focus that stood in the clip left behind goes to the new one's picture. */
function moveFocus(scroller: HTMLElement, move: () => void): void {
  const inside = scroller.contains(document.activeElement);
  move();
  if (!inside) return;
  scroller.addEventListener(
    "scrollend",
    () => scroller.querySelector<HTMLElement>(".slot:not([inert]) .surface")?.focus({ preventScroll: true }),
    { once: true },
  );
}
