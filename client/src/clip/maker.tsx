import { createEffect, createSignal, on, Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { Avatar, NoteIcon } from "../design";
import { t } from "../i18n";
import { follow } from "./acts";
import "./maker.css";

export const profilePath = (creator: { handle: string }): string => `/@${encodeURIComponent(creator.handle)}`;

/** Who made the clip, what they say about it, and its sound: two lines that unfold. */
export function Maker(props: { card: Card; page?: string | undefined }): JSX.Element {
  return (
    <div class="maker">
      <Byline card={props.card} page={props.page} />
      <Caption card={props.card} />
      <SoundLine card={props.card} />
    </div>
  );
}

export function Byline(props: { card: Card; page?: string | undefined; size?: number; full?: boolean }): JSX.Element {
  const creator = () => props.card.creator;
  return (
    <div class="byline">
      <a class="who" href={profilePath(creator())}>
        <Avatar handle={creator().handle} size={props.size ?? 36} />
        <span class="names">
          <span class="handle">
            <bdi>@{creator().handle}</bdi>
          </span>
          <Show when={props.full && creator().name !== creator().handle}>
            <bdi class="name">{creator().name}</bdi>
          </Show>
        </span>
      </a>
      <Show when={creator().bot}>
        <span class="tag">{t("bot")}</span>
      </Show>
      <Show when={props.card.visibility !== "public"}>
        <span class="tag">{t(`visible-${props.card.visibility}`)}</span>
      </Show>
      <Show when={!props.card.mine.own}>
        <button
          type="button"
          class="follow"
          classList={{ on: props.card.mine.following }}
          aria-label={t(props.card.mine.following ? "following-name" : "follow-name", { name: creator().handle })}
          onClick={() => void follow(props.card, !props.card.mine.following, props.page)}
        >
          {t(props.card.mine.following ? "following" : "follow")}
        </button>
      </Show>
    </div>
  );
}

function Caption(props: { card: Card }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [long, setLong] = createSignal(false);
  let text!: HTMLParagraphElement;
  createEffect(
    on(
      () => props.card.caption,
      () => requestAnimationFrame(() => text && setLong(text.scrollHeight > text.clientHeight + 2)),
    ),
  );
  return (
    <Show when={props.card.caption}>
      <div class="caption" classList={{ open: open() }}>
        <p ref={text} dir="auto" lang={props.card.language || undefined} onClick={() => long() && setOpen(!open())}>
          {props.card.caption}
        </p>
        <Show when={long()}>
          <button type="button" class="unfold" aria-expanded={open()} onClick={() => setOpen(!open())}>
            {t(open() ? "less" : "more-text")}
          </button>
        </Show>
      </div>
    </Show>
  );
}

export function SoundLine(props: { card: Card }): JSX.Element {
  return (
    <Show when={props.card.sound}>
      {(sound) => (
        <p class="sound-line">
          <NoteIcon />
          <span>
            <span class="unseen">{t("sound")}: </span>
            <bdi>{sound().title}</bdi>
            <Show when={sound().creator}>
              {(by) => (
                <>
                  {" · "}
                  <bdi>@{by()}</bdi>
                </>
              )}
            </Show>
          </span>
        </p>
      )}
    </Show>
  );
}
