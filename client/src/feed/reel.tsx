import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show, type JSX } from "solid-js";
import { cardOf } from "../clip/cards";
import { ClipStage } from "../clip/clip_stage";
import { SoundButton } from "../clip/sound_button";
import { roomy, stillMotion } from "../design";
import { t } from "../i18n";
import { again } from "../router";
import { FeedEnd } from "./feed_end";
import { listenKeys } from "./keys";
import { createReel, type ReelState } from "./reel_state";
import { Beside } from "./beside";
import type { Feed, Slot } from "./source";

/** Clips one below the other, one on the stage; the finger's own scrolling, snapped by the browser. */
export function Reel(props: { feed: Feed }): JSX.Element {
  const { slots, at, setAt } = props.feed;
  const reel = createReel(props.feed);
  const [menu, setMenu] = createSignal(false);
  let scroller!: HTMLDivElement;

  /** Where a key or a button leads: that clip has the stage at once, while its picture is still on its way there. */
  let bound: number | null = null;

  const show = (index: number, smooth = true): void => {
    const to = Math.max(0, Math.min(slots().length, index));
    scroller.scrollTo({ top: to * scroller.clientHeight, behavior: smooth && !stillMotion() ? "smooth" : "instant" });
  };
  const step = (by: number): void => {
    if (slots().length === 0) return;
    keepFocus(scroller, () => {
      bound = Math.max(0, Math.min(slots().length, at() + by));
      setAt(bound);
      show(bound);
    });
  };
  const passed = (index: number): void => {
    if (bound === null) setAt(index);
    else if (bound === index) bound = null;
  };
  const stopped = (index: number): void => {
    bound = null;
    setAt(index);
  };
  // A browser keeps the element that it snapped to in view when clips are put before it; we keep the place instead.
  createEffect(on(slots, () => show(at(), false), { defer: true }));
  createEffect(on(again, () => (at() > 0 ? show(0) : void props.feed.reload()), { defer: true }));
  onMount(() => {
    show(at(), false);
    const sized = new ResizeObserver(() => show(at(), false));
    sized.observe(scroller);
    onCleanup(() => sized.disconnect());
  });
  // A busy browser hands a key over late; one of before there was a clip here is not meant for the clip that came.
  let begun = 0;
  const some = createMemo(() => slots().length > 0);
  createEffect(on(some, () => (begun = performance.now())));
  listenKeys({
    card: reel.card,
    page: () => reel.shown()?.page,
    player: reel.player,
    move: (by, pressed) => pressed >= begun && step(by),
  });

  return (
    <>
      <Slots
        feed={props.feed}
        reel={reel}
        scroller={(element) => (scroller = element)}
        passed={passed}
        stopped={stopped}
        held={() => (bound = null)}
        onMenu={() => setMenu(true)}
        again={() => show(0)}
      />
      <Show when={slots().length === 0}>
        <div class="before">
          <FeedEnd feed={props.feed} onStage again={() => undefined} />
        </div>
      </Show>
      <Show when={reel.card()}>
        <SoundButton />
      </Show>
      <Beside feed={props.feed} reel={reel} menu={menu()} onMenuClose={() => setMenu(false)} step={step} />
    </>
  );
}

interface SlotsProps {
  feed: Feed;
  reel: ReelState;
  scroller: (element: HTMLDivElement) => void;
  /** The clip of that index has the greater part of the screen while it scrolls; after it; a finger took hold of it. */
  passed: (index: number) => void;
  stopped: (index: number) => void;
  held: () => void;
  onMenu: () => void;
  again: () => void;
}

/** A slot for every clip of the feed, and a card alive in the few that are near the stage. */
function Slots(props: SlotsProps): JSX.Element {
  const { slots, at } = props.feed;
  const scrolled = (event: { currentTarget: HTMLElement }, tell: (index: number) => void): void => {
    const { scrollTop, clientHeight } = event.currentTarget;
    if (clientHeight > 0) tell(Math.round(scrollTop / clientHeight));
  };
  return (
    <div
      class="reel"
      ref={props.scroller}
      hidden={slots().length === 0}
      role="feed"
      aria-busy={props.feed.state() === "loading"}
      aria-label={t(`tab-${props.feed.kind}`)}
      onScroll={(event) => scrolled(event, props.passed)}
      on:scrollend={(event) => scrolled(event, props.stopped)}
      on:touchstart={{ handleEvent: () => props.held(), passive: true }}
      on:wheel={{ handleEvent: () => props.held(), passive: true }}
      {...props.reel.idle.listeners}
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
            <Show when={props.reel.near(index()) && cardOf(slot.id)}>
              {(card) => (
                <ClipStage
                  card={card()}
                  page={slot.page}
                  onStage={index() === at()}
                  fetch={props.reel.fetchOf(index())}
                  quiet={roomy()}
                  idle={props.reel.idle.idle()}
                  onMenu={() => props.onMenu()}
                  onPlayer={props.reel.onPlayer}
                />
              )}
            </Show>
          </article>
        )}
      </For>
      <Show when={slots().length > 0}>
        <FeedEnd feed={props.feed} onStage={at() >= slots().length} again={() => props.again()} />
      </Show>
    </div>
  );
}

function labelOf(slot: Slot): string {
  const card = cardOf(slot.id);
  if (!card) return "";
  const by = t("clip-by", { name: card.creator.handle });
  return card.caption ? `${by}: ${card.caption}` : by;
}

/** Runs a move; a focus that stood in the clip left behind goes to the new one's picture. */
function keepFocus(scroller: HTMLElement, move: () => void): void {
  const inside = scroller.contains(document.activeElement);
  move();
  if (!inside) return;
  scroller.addEventListener(
    "scrollend",
    () => scroller.querySelector<HTMLElement>(".slot:not([inert]) .surface")?.focus({ preventScroll: true }),
    { once: true },
  );
}
