import { For, Match, Switch, type JSX } from "solid-js";
import type { Card, Reason } from "../api";
import { locale, Rich, t } from "../i18n";
import { follow } from "./acts";
import "./details.css";

export interface WhyProps {
  card: Card;
  reasons: Reason[];
  page?: string | undefined;
  onNotInterested: () => void;
}

/** Why this clip: a sentence a reason, the cause in bold, and beside it the way to change it. */
export function Why(props: WhyProps): JSX.Element {
  return (
    <ul class="why">
      <For each={props.reasons}>
        {(reason) => (
          <li>
            <p>
              <Rich id={sentence(reason.code)} args={words(reason, props.card)} />
            </p>
            <Remedy {...props} code={reason.code} />
          </li>
        )}
      </For>
    </ul>
  );
}

const KNOWN = ["fresh", "popular_market", "popular_language", "followed", "friend", "explore"];

const sentence = (code: string): string => (KNOWN.includes(code) ? `why-${code}` : "why-other");

function Remedy(props: WhyProps & { code: string }): JSX.Element {
  return (
    <Switch
      fallback={
        <button type="button" class="button plain small" onClick={() => props.onNotInterested()}>
          {t("not-interested")}
        </button>
      }
    >
      <Match when={props.code === "followed" || props.code === "friend"}>
        <button type="button" class="button plain small" onClick={() => void follow(props.card, false, props.page)}>
          {t("unfollow")}
        </button>
      </Match>
      <Match when={props.code === "popular_language"}>
        <a class="button plain small" href="/settings">
          {t("change-language")}
        </a>
      </Match>
    </Switch>
  );
}

function words(reason: Reason, card: Card): Record<string, string | number> {
  const { market, language } = reason.params ?? {};
  return {
    name: card.creator.handle,
    market: named("region", String(market ?? "")),
    language: named("language", String(language ?? card.language)),
  };
}

function named(type: "region" | "language", code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type }).of(code) ?? code;
  } catch {
    return code;
  }
}
