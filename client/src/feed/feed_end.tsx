import { createSignal, Match, onCleanup, Show, Switch, type JSX } from "solid-js";
import { words } from "../api";
import { Blank } from "../design";
import { waitingEvents } from "../events";
import { t } from "../i18n";
import { forgetSeen, seenHere } from "./seen";
import type { Feed } from "./source";

/** What stands after the last clip: loading, an error with a way on, nothing yet, or the end. */
export function FeedEnd(props: { feed: Feed; onStage: boolean; again: () => void }): JSX.Element {
  const { feed } = props;
  const empty = (): boolean => feed.slots().length === 0;
  const online = (): unknown => feed.state() === "failed" && feed.more();
  addEventListener("online", online);
  onCleanup(() => removeEventListener("online", online));
  return (
    <article class="slot stage-note on-clip" inert={!props.onStage} aria-label={t("feed-end-label")}>
      <Switch>
        <Match when={feed.state() === "loading"}>
          <Loading />
        </Match>
        <Match when={feed.state() === "failed"}>
          <Blank title={t("feed-failed-title")} text={failure(feed)}>
            <button type="button" class="button act" onClick={() => void feed.more()}>
              {t("try-again")}
            </button>
          </Blank>
        </Match>
        <Match when={feed.state() === "ended" && empty()}>
          <Blank title={t(`${feed.kind}-empty-title`)} text={t(`${feed.kind}-empty-text`)}>
            <Show
              when={feed.kind === "foryou"}
              fallback={
                <a class="button act" href="/">
                  {t("to-for-you")}
                </a>
              }
            >
              <Again feed={feed} />
            </Show>
          </Blank>
        </Match>
        <Match when={feed.state() === "ended"}>
          <Blank title={t("feed-end-title")} text={t("feed-end-text", { count: feed.slots().length })}>
            <button type="button" class="button act" onClick={() => void feed.reload()}>
              {t("look-for-new")}
            </button>
            <button type="button" class="button plain" onClick={() => props.again()}>
              {t("from-the-start")}
            </button>
          </Blank>
        </Match>
      </Switch>
    </article>
  );
}

/** What went wrong, and what of the person's doing waits to be sent. */
function failure(feed: Feed): string {
  const waiting = waitingEvents();
  const [sentence, ...more] = words(feed.problem()).split("\n");
  return [waiting > 0 ? `${sentence} ${t("feed-waiting", { count: waiting })}` : sentence, ...more].join("\n");
}

/** Signed out, "seen" is this browser's own list, and its owner may forget it. */
function Again(props: { feed: Feed }): JSX.Element {
  return (
    <>
      <button type="button" class="button act" onClick={() => void props.feed.reload()}>
        {t("look-for-new")}
      </button>
      <Show when={seenHere().length > 0}>
        <button
          type="button"
          class="button plain"
          onClick={() => {
            forgetSeen();
            void props.feed.reload();
          }}
        >
          {t("watch-again")}
        </button>
      </Show>
    </>
  );
}

function Loading(): JSX.Element {
  const [long, setLong] = createSignal(false);
  const timer = setTimeout(() => setLong(true), 1000);
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="loading">
      <div class="pane ghost" aria-hidden="true" />
      <p role="status">{long() ? t("still-loading") : ""}</p>
    </div>
  );
}
