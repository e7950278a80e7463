import { createEffect, createResource, createSignal, For, Match, onCleanup, Show, Switch, type JSX } from "solid-js";
import { createStore, produce } from "solid-js/store";
import { clips, isFinal, people, words, zones, type Card } from "../api";
import { Blank, toast } from "../design";
import { t } from "../i18n";
import { signInPath } from "../router";
import { me } from "../session";
import { DeleteSheet } from "./delete_sheet";
import { EditSheet } from "./edit_sheet";
import { followClip } from "./follow_clip";
import { MyClip } from "./my_clip";
import { UploadCard } from "./upload_card";
import type { UploadItem } from "./item";
import { uploads } from "./uploads";
import "./upload.css";
import "./my_clips.css";

const ended = (item: UploadItem): boolean => item.stage.at === "done" || item.stage.at === "rejected";

/** All clips of the person with their states, and what can be done about each. */
export default function MyClipsPage(): JSX.Element {
  const [list, setList] = createStore<Card[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [editing, setEditing] = createSignal<Card | null>(null);
  const [deleting, setDeleting] = createSignal<Card | null>(null);
  const [directory] = createResource(zones);
  const following: (() => void)[] = [];
  onCleanup(() => following.forEach((stop) => stop()));

  const [loaded, { refetch }] = createResource(
    () => me()?.handle,
    async () => {
      await loadMore(undefined);
      return true;
    },
  );

  async function loadMore(cursor: string | undefined): Promise<void> {
    const page = await people.myClips(cursor);
    setList((now) => (cursor === undefined ? page.items : [...now, ...page.items]));
    setNext(page.next);
    for (const clip of page.items) if (!isFinal(clip.state)) follow(clip.id);
  }

  /** A clip that was made while this page is open. */
  async function takeUp(id: string): Promise<void> {
    const fresh = await clips.get(id).catch(() => null);
    if (fresh === null) return;
    if (list.some((clip) => clip.id === id)) change(id, (clip) => Object.assign(clip, fresh));
    else setList((now) => [fresh, ...now]);
  }

  const change = (id: string, how: (clip: Card) => void): void => setList((clip) => clip.id === id, produce(how));
  const drop = (id: string): void => setList((now) => now.filter((clip) => clip.id !== id));

  function follow(id: string): void {
    following.push(
      followClip(
        id,
        (news) => {
          change(id, (clip) => Object.assign(clip, { state: news.state, progress: news.progress }));
          if (isFinal(news.state))
            void clips.get(id).then((fresh) => change(id, (clip) => Object.assign(clip, fresh)));
        },
        () => drop(id),
      ),
    );
  }

  /** Does it at once, and takes it back where the server says no. */
  async function setState(clip: Card, state: "withdrawn" | "published"): Promise<void> {
    const before = clip.state;
    change(clip.id, (one) => (one.state = state));
    try {
      await (state === "withdrawn" ? clips.withdraw(clip.id) : clips.publish(clip.id));
    } catch (problem) {
      change(clip.id, (one) => (one.state = before));
      toast(t("clips-fault", { detail: words(problem) }), { tone: "limit" });
      return;
    }
    if (state === "published") toast(t("clips-published-again"));
    else
      toast(t("clips-withdrawn"), {
        action: { label: t("clips-undo"), run: () => void setState(clip, "published") },
      });
  }

  /** An upload is shown once: on its way as its own card, in the end as the clip that it became. */
  const onTheWay = (): UploadItem[] => uploads().filter((item) => !ended(item));
  const shown = (): Card[] => list.filter((clip) => !onTheWay().some((item) => item.clip === clip.id));
  const empty = (): boolean => loaded.state === "ready" && shown().length === 0 && onTheWay().length === 0;
  createEffect(() => {
    for (const item of uploads().filter(ended)) if (item.clip !== null) void takeUp(item.clip);
  });

  return (
    <div class="my-clips">
      <header class="row my-clips-head">
        <h1>{t("clips-title")}</h1>
        <Show when={me() && !empty()}>
          <a class="button act" href="/upload">
            {t("clips-new")}
          </a>
        </Show>
      </header>
      <Switch>
        <Match when={me() === null}>
          <Blank title={t("clips-title")} text={t("upload-sign-in")}>
            <a class="button act" href={signInPath()}>
              {t("sign-in")}
            </a>
          </Blank>
        </Match>
        <Match when={loaded.error}>
          <Blank title={t("clips-failed")} text={words(loaded.error)}>
            <button type="button" class="button act" onClick={() => void refetch()}>
              {t("upload-again")}
            </button>
          </Blank>
        </Match>
        <Match when={empty()}>
          <Blank title={t("clips-empty")}>
            <a class="button act" href="/upload">
              {t("clips-new")}
            </a>
          </Blank>
        </Match>
        <Match when={directory.latest}>
          {(all) => (
            <>
              <For each={onTheWay()}>{(item) => <UploadCard item={item} bounds={all().edition} />}</For>
              <Show when={loaded.latest} fallback={<Waiting />}>
                <ul class="clip-list">
                  <For each={shown()}>
                    {(clip) => (
                      <li>
                        <MyClip
                          clip={clip}
                          bounds={all().edition}
                          onEdit={() => setEditing(clip)}
                          onDelete={() => setDeleting(clip)}
                          onState={(state) => void setState(clip, state)}
                        />
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
              <Show when={next()}>
                {(cursor) => (
                  <button type="button" class="button plain" onClick={() => void loadMore(cursor())}>
                    {t("clips-more")}
                  </button>
                )}
              </Show>
              <Show when={editing()}>
                {(clip) => (
                  <EditSheet
                    clip={clip()}
                    languages={all().languages}
                    onClose={() => setEditing(null)}
                    onSaved={(fresh) => {
                      change(fresh.id, (one) => Object.assign(one, fresh));
                      setEditing(null);
                      toast(t("clips-saved"));
                    }}
                  />
                )}
              </Show>
              <Show when={deleting()}>
                {(clip) => (
                  <DeleteSheet
                    clip={clip()}
                    onClose={() => setDeleting(null)}
                    onDeleted={() => {
                      drop(clip().id);
                      setDeleting(null);
                      toast(t("clips-deleted"));
                      document.getElementById("main")?.focus({ preventScroll: true });
                    }}
                  />
                )}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function Waiting(): JSX.Element {
  return (
    <div class="stack" role="status">
      <span class="unseen">{t("clips-loading")}</span>
      <div class="skeleton clip-skeleton" />
      <div class="skeleton clip-skeleton" />
    </div>
  );
}
