import { createSignal, For, Show, type JSX } from "solid-js";
import type { Profile } from "../api";
import { Avatar, MoreIcon, SettingsIcon } from "../design";
import { keepFocus } from "../design/keep_focus";
import { day, short, t } from "../i18n";
import { signInPath } from "../router";
import { me } from "../session";
import { relate } from "./acts";
import { MoreAbout } from "./more_about";

export interface HeaderProps {
  profile: Profile;
  onChange: (changes: Partial<Profile["mine"]>) => void;
}

const COUNTS = ["clips", "followers", "following", "likes"] as const;

/** Name, words, figures, and what can be done: follow, or more. */
export function Header(props: HeaderProps): JSX.Element {
  const [more, setMore] = createSignal(false);
  const who = (): Profile => props.profile;
  return (
    <header class="profile-head">
      <Avatar handle={who().handle} size={96} />
      <div class="profile-names">
        <h1>
          <bdi>{who().name || who().handle}</bdi>
        </h1>
        <p class="row profile-handle">
          <bdi class="quiet-text">@{who().handle}</bdi>
          <Show when={who().bot}>
            <span class="bot-tag">{t("profile-bot")}</span>
          </Show>
        </p>
      </div>
      <div class="row profile-acts">
        <Show when={who().mine.self} fallback={<FollowButton {...props} />}>
          <a class="button" href="/settings#profile">
            {t("profile-edit")}
          </a>
          <a class="button" href="/clips">
            {t("profile-my-clips")}
          </a>
          <a class="button icon" href="/settings" aria-label={t("profile-settings")}>
            <SettingsIcon />
          </a>
        </Show>
        <button
          type="button"
          class="button icon"
          aria-label={t("profile-more-about", { handle: `@${who().handle}` })}
          aria-haspopup="dialog"
          onClick={() => setMore(true)}
        >
          <MoreIcon />
        </button>
      </div>
      <ul class="profile-counts">
        <For each={COUNTS}>
          {(kind) => (
            <Show when={who().counts[kind] !== null}>
              <li>
                <b class="number">{short(who().counts[kind] ?? 0)}</b>{" "}
                <span class="quiet-text">{t(`profile-${kind}`, { count: who().counts[kind] ?? 0 })}</span>
              </li>
            </Show>
          )}
        </For>
      </ul>
      <div class="profile-words">
        <Show when={who().bio}>
          <p class="bio" dir="auto">
            {who().bio}
          </p>
        </Show>
        <Show when={who().bot}>
          <p class="small-text quiet-text">{t("profile-bot-why")}</p>
        </Show>
        <p class="small-text quiet-text">{t("profile-since", { when: day(who().created_at) })}</p>
      </div>
      <MoreAbout open={more()} onClose={() => setMore(false)} profile={who()} onChange={props.onChange} />
    </header>
  );
}

function FollowButton(props: HeaderProps): JSX.Element {
  const mine = (): Profile["mine"] => props.profile.mine;
  const handle = (): string => `@${props.profile.handle}`;
  return (
    <Show
      when={me()}
      fallback={
        <a class="button act" href={signInPath()} aria-label={t("profile-sign-in-follow", { handle: handle() })}>
          {t("profile-follow")}
        </a>
      }
    >
      <Show
        when={!mine().blocked}
        fallback={
          <button
            type="button"
            class="button plain"
            onClick={(event) =>
              void keepFocus(event.currentTarget.closest(".profile-acts"), () =>
                relate(props.profile, "block", false, props.onChange),
              )
            }
          >
            {t("profile-unblock")}
          </button>
        }
      >
        <button
          type="button"
          class="button"
          classList={{ act: !mine().following, plain: mine().following }}
          aria-pressed={mine().following}
          onClick={() => void relate(props.profile, "follow", !mine().following, props.onChange)}
        >
          {mine().following ? t("profile-followed") : t("profile-follow")}
        </button>
      </Show>
    </Show>
  );
}
