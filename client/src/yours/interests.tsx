import { For, Match, Show, Switch, type JSX } from "solid-js";
import type { Cause, Interest } from "../api";
import { profilePath } from "../clip/maker";
import { Avatar, Blank, NoteIcon } from "../design";
import type { InterestRow, Yours } from "../feed/yours";
import { day, percent, t } from "../i18n";
import { called } from "./called";

export interface InterestsProps {
  yours: Yours;
  onHide: (cause: Cause, title: string, button: Element) => void;
}

/** What For You goes by, the strongest first: how strong it is, what it comes from, and what it did. */
export function Interests(props: InterestsProps): JSX.Element {
  return (
    <section class="yours-part" aria-labelledby="yours-interests">
      <h2 id="yours-interests">{t("yours-interests")}</h2>
      <p class="small-text quiet-text">
        {t("yours-learned", { watches: props.yours.watches })}{" "}
        <Show when={props.yours.reset_at}>{(at) => t("yours-since", { day: day(at()) })}</Show>
      </p>
      <Show
        when={props.yours.interests.length > 0}
        fallback={
          <Blank title={t("yours-empty-title")} text={t("yours-empty-text")}>
            <a class="button act" href="/">
              {t("to-the-feed")}
            </a>
          </Blank>
        }
      >
        <ul class="yours-list">
          <For each={props.yours.interests}>{(one) => <Row one={one} onHide={props.onHide} />}</For>
        </ul>
      </Show>
    </section>
  );
}

function Row(props: { one: InterestRow; onHide: InterestsProps["onHide"] }): JSX.Element {
  const name = (): string => called(props.one);
  return (
    <li class="yours-row">
      <Sign of={props.one} />
      <p class="yours-name">
        <Name of={props.one} /> <span class="small-text quiet-text">{t(`yours-kind-${props.one.kind}`)}</span>
      </p>
      <div
        class="yours-strength"
        role="meter"
        aria-label={t("yours-strength", { name: name() })}
        aria-valuemin="0"
        aria-valuemax="1"
        aria-valuenow={props.one.strength}
        aria-valuetext={percent(props.one.strength)}
      >
        <span style={{ "inline-size": `${100 * props.one.strength}%` }} />
      </div>
      <p class="yours-did small-text quiet-text">
        {t("yours-watched", { watches: props.one.watches })} {t("yours-brought", { picks: props.one.picks })}
      </p>
      <Switch>
        <Match when={props.one.kind === "language"}>
          <a class="button small" href="/settings#profile" aria-label={t("yours-language-name", { name: name() })}>
            {t("yours-language")}
          </a>
        </Match>
        <Match when={hidable(props.one)}>
          {(cause) => (
            <button
              type="button"
              class="button small"
              aria-label={t("yours-hide-name", { name: name() })}
              onClick={(event) => props.onHide(cause(), props.one.name, event.currentTarget)}
            >
              {t("yours-hide")}
            </button>
          )}
        </Match>
      </Switch>
    </li>
  );
}

const hidable = ({ kind, key }: Interest): Cause | null => (kind === "language" ? null : { kind, key });

/** A creator's picture, or a sign of the kind. */
export function Sign(props: { of: Pick<Interest, "kind" | "key"> }): JSX.Element {
  return (
    <Show when={props.of.kind !== "creator"} fallback={<Avatar handle={props.of.key} size={36} />}>
      <span class="yours-sign number" aria-hidden="true">
        <Switch fallback="#">
          <Match when={props.of.kind === "sound"}>
            <NoteIcon />
          </Match>
          <Match when={props.of.kind === "language"}>{props.of.key}</Match>
        </Switch>
      </span>
    </Show>
  );
}

/** A creator's name leads to them. */
export function Name(props: { of: Pick<Interest, "kind" | "key" | "name"> }): JSX.Element {
  const name = (): JSX.Element => <bdi>{called(props.of)}</bdi>;
  return (
    <Show when={props.of.kind === "creator"} fallback={<b>{name()}</b>}>
      <a href={profilePath({ handle: props.of.key })}>
        <b>{name()}</b>
      </a>
    </Show>
  );
}
