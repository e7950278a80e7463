import { createMemo, Show, type JSX } from "solid-js";
import type { FeedKind } from "../api";
import { AskSignIn } from "../clip/ask_sign_in";
import { Blank, wide } from "../design";
import { t } from "../i18n";
import { place, signInPath } from "../router";
import { me } from "../session";
import { Seal } from "../custody";
import { Reel } from "./reel";
import { feedOf } from "./source";
import { Tabs } from "./tabs";
import "./feed.css";

const KINDS: Record<string, FeedKind> = { "/": "foryou", "/following": "following", "/friends": "friends" };

// The first clips are asked for as soon as this code is there, beside the words and before the page stands.
if (place().path === "/") void feedOf("foryou").more();

/** The three feeds: For you, Following, Friends. */
export default function FeedPage(): JSX.Element {
  // The page lives on for a moment while the next one loads; it keeps the kind it had.
  const kind = createMemo<FeedKind>((before) => KINDS[place().path] ?? before, "foryou");
  const person = createMemo(() => me()?.id);
  const feed = createMemo(() => (person(), feedOf(kind())));
  return (
    <div class="feed">
      <h1 class="unseen">{t(`tab-${kind()}`)}</h1>
      <Show when={!wide()}>
        <div class="top on-clip">
          <Seal />
          <Tabs kind={kind()} />
        </div>
      </Show>
      <Show
        when={kind() === "foryou" || me() !== null}
        fallback={
          <div class="stage-note on-clip">
            <Blank title={t(`${kind()}-signed-out-title`)} text={t(`${kind()}-signed-out-text`)}>
              <a class="button act" href={signInPath()}>
                {t("sign-in")}
              </a>
              <a class="button plain" href="/join">
                {t("join")}
              </a>
            </Blank>
          </div>
        }
      >
        <Show when={feed()} keyed>
          {(feed) => <Reel feed={feed} />}
        </Show>
      </Show>
      <AskSignIn />
    </div>
  );
}
