import { createEffect, createMemo, createResource, createSignal, Match, Show, Switch, type JSX } from "solid-js";
import { ApiProblem, clips, words } from "../api";
import { Blank, BackIcon, roomy } from "../design";
import { tell } from "../events";
import { createIdle } from "../feed/idle";
import { listenKeys } from "../feed/keys";
import { t } from "../i18n";
import { clearFirst, createStagePlayer } from "../player";
import { goBack, navigate, type PageProps } from "../router";
import { known, me } from "../session";
import { AskSignIn } from "./ask_sign_in";
import { broughtCard } from "./brought";
import { cardOf, forget, keep } from "./cards";
import { ClipStage } from "./clip_stage";
import { Details } from "./details";
import { MoreSheet } from "./more_sheet";
import { SoundButton } from "./sound_button";
import "../feed/feed.css";

/** Asks for a clip's card. One that is gone, or not for this viewer, is forgotten. */
async function fetched(id: string): Promise<string> {
  try {
    keep(await clips.get(id));
  } catch (problem) {
    clearFirst();
    if (problem instanceof ApiProblem && problem.status === 404) forget(id);
    throw problem;
  }
  return id;
}

/** One clip on its own page: what a shared link opens. */
export default function ClipPage(props: PageProps): JSX.Element {
  const id = (): string => props.params["id"] ?? "";
  const [menu, setMenu] = createSignal(false);
  const [player, onPlayer] = createStagePlayer();
  const idle = createIdle();
  const [asked, { refetch }] = createResource(id, async (wanted) => {
    const brought = broughtCard(wanted);
    if (!brought) return fetched(wanted);
    keep(brought);
    // What they did to it, and whether it is for them at all, is asked for while it plays.
    void known.then(() => me() && fetched(wanted).catch(() => undefined));
    return wanted;
  });
  const card = createMemo(() => (asked.error ? undefined : cardOf(id())));
  const gone = (): boolean => asked.error instanceof ApiProblem && [403, 404, 410].includes(asked.error.status);

  createEffect(() => asked.state === "ready" && tell({ kind: "impression", clip: id() }));
  createEffect(() => {
    const one = card();
    if (one) document.title = t("title-clip-by", { name: one.creator.handle });
  });
  listenKeys({ card, page: () => undefined, player, move: (by) => by === 1 && navigate("/") });

  return (
    <div class="feed" {...idle.listeners}>
      <h1 class="unseen">{t("title-clip")}</h1>
      <button type="button" class="back button icon on-clip" aria-label={t("back")} onClick={() => goBack("/")}>
        <BackIcon />
      </button>
      <Switch>
        <Match when={card()}>
          {(one) => (
            <>
              <div class="reel alone">
                <article class="slot" aria-label={t("clip-by", { name: one().creator.handle })}>
                  <ClipStage
                    card={one()}
                    onStage
                    fetch="whole"
                    quiet={roomy()}
                    idle={idle.idle()}
                    onMenu={() => setMenu(true)}
                    onPlayer={onPlayer}
                  />
                </article>
              </div>
              <SoundButton />
              <Show when={roomy()}>
                <Details card={one()} reasons={[]} inFeed={false} onNotInterested={() => undefined} />
              </Show>
              <MoreSheet
                open={menu()}
                card={one()}
                reasons={[]}
                onClose={() => setMenu(false)}
                onDrop={() => navigate("/")}
              />
            </>
          )}
        </Match>
        <Match when={gone()}>
          <div class="stage-note on-clip">
            <Blank title={t("clip-gone-title")} text={t("clip-gone-text")}>
              <a class="button act" href="/">
                {t("to-the-feed")}
              </a>
            </Blank>
          </div>
        </Match>
        <Match when={asked.error}>
          <div class="stage-note on-clip">
            <Blank title={t("feed-failed-title")} text={words(asked.error)}>
              <button type="button" class="button act" onClick={() => void refetch()}>
                {t("try-again")}
              </button>
            </Blank>
          </div>
        </Match>
      </Switch>
      <AskSignIn />
    </div>
  );
}
