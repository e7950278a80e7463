import { For, Match, Show, Switch, type JSX } from "solid-js";
import type { Card, Cause, Reason } from "../api";
import { isHidden } from "../feed/yours";
import { nameOf, Rich, t } from "../i18n";
import { me } from "../session";
import { follow, hide } from "./acts";
import { causeOf, spoken } from "./causes";
import { profilePath } from "./maker";
import "./details.css";

export interface WhyProps {
  card: Card;
  reasons: Reason[];
  page?: string | undefined;
  onNotInterested: (reason: Reason) => void;
  /** Something was done, or another page is opened: a sheet around this can go. */
  onDone?: () => void;
}

/** Why this clip: a sentence a reason, the cause in bold, and beside it the way to change it. */
export function Why(props: WhyProps): JSX.Element {
  return (
    <>
      <ul class="why">
        <For each={props.reasons}>
          {(reason) => (
            <li>
              <p>
                <Rich id={sentence(reason.code)} args={words(reason, props.card)} />
              </p>
              <div class="why-acts">
                <Remedy {...props} reason={reason} />
              </div>
              <Show when={reason.code === "first_audience"}>
                <details class="why-more">
                  <summary>{t("how-it-works")}</summary>
                  <p class="quiet-text">{t("why-first_audience-more")}</p>
                </details>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={me()}>
        <p class="why-all">
          <a href="/settings/feed" onClick={() => props.onDone?.()}>
            {t("your-feed-all")}
          </a>
        </p>
      </Show>
    </>
  );
}

const KNOWN = new Set([
  "fresh",
  "popular_market",
  "popular_language",
  "followed",
  "friend",
  "explore",
  "well_watched",
  "because_clip",
  "because_creator",
  "because_sound",
  "because_topic",
  "because_language",
  "first_audience",
]);

const sentence = (code: string): string => (KNOWN.has(code) ? `why-${code}` : "why-other");

function Remedy(props: WhyProps & { reason: Reason }): JSX.Element {
  const code = (): string => props.reason.code;
  const watched = (): string => String(props.reason.params?.["clip"] ?? "");
  const unfollow = (): void => void follow(props.card, false, props.page);
  return (
    <Switch fallback={<NotInterested {...props} />}>
      <Match when={causeOf(props.reason)}>
        {(cause) => (
          <>
            <HideButton cause={cause()} name={spoken(cause(), String(props.reason.params?.["name"]))} onDone={() => props.onDone?.()} />
            <Show when={cause().kind === "creator"}>
              <Way href={profilePath({ handle: cause().key })} label={t("see-profile", { name: cause().key })} {...props} />
            </Show>
          </>
        )}
      </Match>
      <Match when={code() === "because_clip"}>
        <NotInterested {...props} />
        <Show when={watched()}>
          <Way href={`/c/${watched()}`} label={t("see-that-clip")} {...props} />
        </Show>
      </Match>
      <Match when={code() === "followed" || code() === "friend"}>
        <button type="button" class="button plain small" onClick={unfollow}>
          {t("unfollow")}
        </button>
      </Match>
      <Match when={code() === "popular_language" || code() === "because_language"}>
        <Way href={me() ? "/settings#profile" : "/settings"} label={t("change-language")} {...props} />
      </Match>
    </Switch>
  );
}

const NotInterested = (props: WhyProps & { reason: Reason }): JSX.Element => (
  <button type="button" class="button plain small" onClick={() => props.onNotInterested(props.reason)}>
    {t("not-interested")}
  </button>
);

/** Hides the cause, or shows it again where it is hidden by now. */
function HideButton(props: { cause: Cause; name: string; onDone: () => void }): JSX.Element {
  const done = (): boolean => isHidden(props.cause);
  const act = (): void => {
    const { cause, name } = props;
    const on = !done();
    props.onDone();
    void hide(cause, name, on);
  };
  return (
    <button type="button" class="button plain small" onClick={act}>
      {done() ? t("show-again") : t(`hide-${props.cause.kind}`, { name: props.name })}
    </button>
  );
}

const Way = (props: { href: string; label: string; onDone?: () => void }): JSX.Element => (
  <a class="button plain small" href={props.href} onClick={() => props.onDone?.()}>
    {props.label}
  </a>
);

function words(reason: Reason, card: Card): Record<string, string | number> {
  const { market, language, name, topic, watches } = reason.params ?? {};
  return {
    name: String(name ?? card.creator.handle),
    topic: String(topic ?? ""),
    watches: Number(watches ?? 1),
    market: nameOf("region", String(market ?? "")),
    language: nameOf("language", String(language ?? card.language)),
  };
}
