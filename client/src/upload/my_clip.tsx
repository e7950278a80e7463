import { createUniqueId, For, Show, type JSX } from "solid-js";
import { isFinal, type Card } from "../api";
import { EditIcon, TrashIcon } from "../design";
import { day, short, t } from "../i18n";
import { AudienceLine } from "./audience_line";
import type { ClipBounds } from "./clip_check";
import { rejectionSentence } from "./rejection";
import { Thumb } from "./upload_card";

export interface MyClipProps {
  clip: Card;
  bounds: ClipBounds;
  onEdit: () => void;
  onDelete: () => void;
  onState: (state: "withdrawn" | "published") => void;
}

/** A published clip says who sees it; every other state says itself. */
function stateWord(clip: Card): string {
  if (clip.state === "published" && clip.visibility !== "public") return t(`state-${clip.visibility}`);
  return t(`state-${clip.state}`);
}

/** One of the person's own clips in the list. */
export function MyClip(props: MyClipProps): JSX.Element {
  const id = createUniqueId();
  const name = (): string => props.clip.caption.split("\n")[0] || t("clips-untitled");
  const plays = (): boolean => props.clip.state === "published";
  const running = (): boolean => !isFinal(props.clip.state);
  return (
    <article class="my-clip" aria-labelledby={id}>
      <Thumb src={props.clip.poster?.url ?? props.clip.placeholder} />
      <div class="on-way-words">
        <h2 id={id} class="on-way-title" dir="auto">
          <Show when={plays()} fallback={name()}>
            <a href={`/c/${props.clip.id}`}>{name()}</a>
          </Show>
        </h2>
        <p
          class="my-clip-state"
          classList={{ limit: ["rejected", "removed"].includes(props.clip.state) }}
          role="status"
        >
          {stateWord(props.clip)}
        </p>
        <Show when={running()}>
          <progress class="bar" max="1" value={props.clip.progress} aria-label={stateWord(props.clip)} />
        </Show>
        <Show when={props.clip.rejection}>
          {(rejection) => (
            <p class="small-text">{rejectionSentence(rejection().code, props.bounds, null, rejection().message)}</p>
          )}
        </Show>
        <For each={props.clip.limits}>
          {(limit) => <p class="small-text">{t("clips-limit", { reason: limit.reason ?? limit.kind })}</p>}
        </For>
        <p class="small-text quiet-text number">
          {day(props.clip.created_at)}
          <Show when={plays()}>
            {" · "}
            {t("clips-likes-plays", { plays: short(props.clip.counts.plays), likes: short(props.clip.counts.likes) })}
          </Show>
        </p>
        <Show when={plays() && props.clip.visibility === "public"}>
          <AudienceLine clip={props.clip.id} />
        </Show>
        <div class="row my-clip-actions" role="group" aria-label={t("clips-actions", { clip: name() })}>
          <Show when={plays() || props.clip.state === "withdrawn"}>
            <button type="button" class="button small" onClick={() => props.onEdit()}>
              <EditIcon />
              <span class="word">{t("clips-edit")}</span>
            </button>
          </Show>
          <Show when={plays() || props.clip.state === "withdrawn"}>
            <button
              type="button"
              class="button small quiet"
              onClick={() => props.onState(plays() ? "withdrawn" : "published")}
            >
              {plays() ? t("clips-withdraw") : t("clips-publish")}
            </button>
          </Show>
          <Show when={!running()}>
            <button type="button" class="button small quiet" onClick={() => props.onDelete()}>
              <TrashIcon />
              <span class="word">{t("clips-delete")}</span>
            </button>
          </Show>
        </div>
      </div>
    </article>
  );
}
