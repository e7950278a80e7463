import { For, Show, type JSX } from "solid-js";
import type { Card, Reason } from "../api";
import { day, short, t } from "../i18n";
import { Byline, SoundLine } from "./maker";
import { Why } from "./why";

export interface DetailsProps {
  card: Card;
  page?: string | undefined;
  reasons: Reason[];
  onNotInterested: (reason: Reason) => void;
  /** Arrow keys lead on from here. */
  inFeed: boolean;
}

/** The quiet column beside the clip: maker, words, figures, and why it is there. */
export function Details(props: DetailsProps): JSX.Element {
  return (
    <aside class="details" aria-label={t("details-label")}>
      <Byline card={props.card} page={props.page} size={52} full />
      <Show when={props.card.caption}>
        <p class="said" dir="auto" lang={props.card.language || undefined}>
          {props.card.caption}
        </p>
      </Show>
      <SoundLine card={props.card} />
      <Figures card={props.card} />
      <Show when={props.card.published_at}>
        {(at) => <p class="small-text quiet-text">{t("published-on", { day: day(at()) })}</p>}
      </Show>
      <Show when={props.reasons.length > 0}>
        <section class="reasons-box">
          <h2>{t("why-this-clip")}</h2>
          <Why
            card={props.card}
            reasons={props.reasons}
            page={props.page}
            onNotInterested={(reason) => props.onNotInterested(reason)}
          />
        </section>
      </Show>
      <Show when={props.inFeed}>
        <Keys />
      </Show>
    </aside>
  );
}

export function Figures(props: { card: Card }): JSX.Element {
  const counts = () => props.card.counts;
  return (
    <dl class="figures">
      <For each={["plays", "likes", "saves", "shares"] as const}>
        {(name) => (
          <div>
            <dt>{t(`count-${name}`)}</dt>
            <dd class="number">{short(counts()[name])}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}

const KEYS = [
  [() => "↑ ↓", "key-move"],
  [() => t("key-space"), "key-play"],
  [() => "M", "key-mute"],
  [() => "L", "key-like"],
] as const;

const Keys = (): JSX.Element => (
  <ul class="keys" aria-label={t("keys-label")}>
    <For each={KEYS}>
      {([key, id]) => (
        <li>
          <kbd>{key()}</kbd> {t(id)}
        </li>
      )}
    </For>
  </ul>
);
