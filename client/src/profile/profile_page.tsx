import { createEffect, createResource, Match, Show, Switch, type JSX } from "solid-js";
import { ApiProblem, homeOfHandle, people, words, zones, type Profile } from "../api";
import { Blank } from "../design";
import { t } from "../i18n";
import type { PageProps } from "../router";
import { me } from "../session";
import { ClipGrid } from "./clip_grid";
import { Header } from "./header";
import { OwnClips } from "./own_clips";
import "./profile.css";

/** Somebody's public face: who they are and what they made. `/@anna@us` leads to the zone where that person lives. */
export default function ProfilePage(props: PageProps): JSX.Element {
  const handle = (): string => props.params["handle"] ?? "";
  const [directory] = createResource(zones);
  const home = () => directory.latest && homeOfHandle(directory.latest, handle()).home;
  const elsewhere = (): string | null => {
    const there = home();
    return there && !there.here ? `${there.origin}/@${encodeURIComponent(handle().split("@")[0] ?? "")}` : null;
  };

  const [profile, { mutate, refetch }] = createResource(
    // Asked again after a sign-in, because the answer says what this viewer is to the person.
    () => ({ handle: handle().split("@")[0] ?? "", viewer: me()?.id }),
    ({ handle: wanted }) => people.profile(wanted),
  );
  createEffect(() => {
    const who = profile.error ? undefined : profile.latest;
    if (who) document.title = `${t("profile-title", { name: who.name || who.handle, handle: who.handle })} · Kurzum`;
  });

  return (
    <div class="profile">
      <Switch fallback={<Waiting />}>
        <Match when={elsewhere()}>
          {(there) => (
            <Blank page title={t("profile-elsewhere", { handle: handle() })}>
              <a class="button act" href={there()}>
                {t("profile-go-there", { host: new URL(there()).host })}
              </a>
            </Blank>
          )}
        </Match>
        <Match when={profile.error}>
          <Trouble problem={profile.error} handle={handle()} onAgain={() => void refetch()} />
        </Match>
        <Match when={profile.latest}>
          {(who) => (
            <>
              <Header profile={who()} onChange={(changes) => mutate(changed(who(), changes))} />
              <Show
                when={!who().mine.blocked}
                fallback={
                  <p class="quiet-text profile-note">{t("profile-blocked-text", { handle: `@${who().handle}` })}</p>
                }
              >
                <Show
                  when={who().mine.self}
                  fallback={<ClipGrid handle={who().handle} name={nameOf(who())} own={false} />}
                >
                  <OwnClips handle={who().handle} name={nameOf(who())} />
                </Show>
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

const nameOf = (profile: Profile): string => profile.name || `@${profile.handle}`;

/** The profile after the viewer did something to it; the follower count follows. */
function changed(profile: Profile, changes: Partial<Profile["mine"]>): Profile {
  const mine = { ...profile.mine, ...changes };
  const step = Number(mine.following) - Number(profile.mine.following);
  const followers = profile.counts.followers === null ? null : Math.max(0, profile.counts.followers + step);
  return { ...profile, mine, counts: { ...profile.counts, followers } };
}

function Trouble(props: { problem: unknown; handle: string; onAgain: () => void }): JSX.Element {
  const gone = (): boolean => props.problem instanceof ApiProblem && props.problem.status === 404;
  return (
    <Show
      when={gone()}
      fallback={
        <Blank page title={t("profile-failed")} text={words(props.problem)}>
          <button type="button" class="button act" onClick={() => props.onAgain()}>
            {t("profile-again")}
          </button>
        </Blank>
      }
    >
      <Blank page title={t("profile-not-found", { handle: props.handle })} text={t("profile-not-found-why")}>
        <a class="button act" href="/">
          {t("profile-home")}
        </a>
      </Blank>
    </Show>
  );
}

function Waiting(): JSX.Element {
  return (
    <div class="profile-wait" aria-hidden="true">
      <div class="skeleton wait-face" />
      <div class="skeleton wait-name" />
      <div class="skeleton wait-bio" />
    </div>
  );
}
