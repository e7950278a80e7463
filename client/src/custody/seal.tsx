import { createResource, createSignal, Show, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { zones } from "../api";
import { Avatar, Sheet } from "../design";
import { loadArea, t } from "../i18n";
import { me } from "../session";
import type { Sentences } from "./seal_words";
import { standing } from "./standing";
import "./seal.css";

const SETTLED_MS = 2500;

/**
 * A mint ring beside the profile picture. It has a gap while something that Kurzum promises cannot be checked, and the
 * sheet behind it says what: today there is no public ledger yet.
 */
export function Seal(props: { size?: number; named?: boolean }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [directory] = createResource(() => (props.named ? zones() : null));
  // Asked late, so that it does not stand between a newcomer and the first clip.
  const [now] = createResource(async () => {
    await new Promise((done) => setTimeout(done, SETTLED_MS));
    sentences().catch(() => undefined);
    return standing();
  });
  return (
    <>
      <button type="button" class="seal" aria-label={props.named ? undefined : t("seal-label")} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Ring size={props.size ?? 36} away={now.latest?.custodian === "no"} />
        <Show when={!directory.error && directory.latest}>
          {(known) => <span>{t("seal-zone", { zone: (me()?.zone ?? known().zone).toUpperCase() })}</span>}
        </Show>
      </button>
      <Sheet open={open()} title={t("seal-title")} onClose={() => setOpen(false)}>
        <SealWords onLeave={() => setOpen(false)} />
      </Sheet>
    </>
  );
}

/** Wide open and in the colour of limits while the custodian cannot be reached. */
function Ring(props: { size: number; away: boolean }): JSX.Element {
  return (
    <span class="ring" classList={{ away: props.away }} ref={(element) => element.style.setProperty("--ring", `${props.size}px`)}>
      <svg viewBox="0 0 40 40" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round">
        <path pathLength="100" d="M26.5 3.2A18 18 0 1 1 20 2" />
      </svg>
      <Show when={me()} fallback={<span class="nobody" />}>
        {(who) => <Avatar handle={who().handle} size={props.size - 10} />}
      </Show>
    </span>
  );
}

/**
 * The sentences behind the seal, for the sheet and for pages that show them in place; within the sheet, `onLeave` closes
 * it. They come when they are asked for: the first page does without them.
 */
export function SealWords(props: { onLeave?: () => void }): JSX.Element {
  const [fetched] = createResource(sentences);
  return (
    <Show when={!fetched.error} fallback={<p class="notice limit">{t("page-failed-text")}</p>}>
      <Show when={fetched()} fallback={<div class="skeleton seal-wait" />}>
        {(words) => <Dynamic component={words()} onLeave={props.onLeave} />}
      </Show>
    </Show>
  );
}

async function sentences(): Promise<typeof Sentences> {
  const [module] = await Promise.all([import("./seal_words"), loadArea("seal")]);
  return module.Sentences;
}
