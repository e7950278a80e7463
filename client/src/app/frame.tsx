import { createResource, Show, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Seal } from "../custody";
import { Avatar, FollowingIcon, HomeIcon, Mark, PeopleIcon, PersonIcon, PlusIcon, SettingsIcon, wide } from "../design";
import { loadArea, t } from "../i18n";
import { place } from "../router";
import { me } from "../session";

interface GoProps {
  href: string;
  label: string;
  icon: JSX.Element;
  /** Other paths that belong to this place. */
  also?: readonly string[];
  make?: boolean;
}

function Go(props: GoProps): JSX.Element {
  const here = (): boolean => place().path === props.href || (props.also?.includes(place().path) ?? false);
  return (
    <li>
      <a class="go" classList={{ make: props.make ?? false }} href={props.href} aria-current={here() ? "page" : undefined}>
        <Show when={props.make} fallback={props.icon}>
          <span class="plate">{props.icon}</span>
        </Show>
        <span class={props.make && !wide() ? "unseen" : "name"}>{props.label}</span>
      </a>
    </li>
  );
}

/** What stands around every page: the way to the feed, to making a clip, to oneself. */
export function Frame(props: { shape: "stage" | "page"; children: JSX.Element }): JSX.Element {
  return (
    <div class="frame">
      <Leaving />
      <Show when={wide()} fallback={<Main {...props} />}>
        <Rail />
        <Main {...props} />
      </Show>
      <Show when={!wide()}>
        <Bar dark={props.shape === "stage"} />
      </Show>
    </div>
  );
}

/** Fetched where it is needed: almost nobody is leaving. */
function Leaving(): JSX.Element {
  const [notice] = createResource(
    () => me()?.state === "leaving",
    async () => {
      await loadArea("leaving");
      return (await import("../privacy")).LeavingNotice;
    },
  );
  return <Show when={me()?.state === "leaving" && !notice.error && notice()}>{(shown) => <Dynamic component={shown()} />}</Show>;
}

const Main = (props: { shape: "stage" | "page"; children: JSX.Element }): JSX.Element => (
  <main id="main" class={props.shape} tabindex="-1">
    {props.children}
  </main>
);

function Bar(props: { dark: boolean }): JSX.Element {
  return (
    <nav class="nav" classList={{ "on-clip": props.dark }} aria-label={t("nav-label")}>
      <ul>
        <Go href="/" also={["/following", "/friends"]} label={t("nav-home")} icon={<HomeIcon />} />
        <Go href="/upload" label={t("nav-upload")} icon={<PlusIcon />} make />
        <OwnPlace />
      </ul>
    </nav>
  );
}

function Rail(): JSX.Element {
  return (
    <nav class="nav" aria-label={t("nav-label")}>
      <a class="mark" href="/" aria-label="Kurzum">
        <Mark />
      </a>
      <ul>
        <Go href="/" label={t("nav-foryou")} icon={<HomeIcon />} />
        <Go href="/following" label={t("nav-following")} icon={<FollowingIcon />} />
        <Go href="/friends" label={t("nav-friends")} icon={<PeopleIcon />} />
        <OwnPlace />
        <Show when={me()}>
          <Go href="/settings" also={["/settings/feed", "/settings/privacy"]} label={t("nav-settings")} icon={<SettingsIcon />} />
        </Show>
        <Go href="/upload" label={t("nav-upload")} icon={<PlusIcon />} make />
      </ul>
      <div class="foot small-text quiet-text">
        <Seal named />
        <a href="/about">{t("nav-about")}</a>
      </div>
    </nav>
  );
}

const OwnPlace = (): JSX.Element => (
  <Show when={me()} fallback={<Go href="/signin" also={["/join"]} label={t("nav-signin")} icon={<PersonIcon />} />}>
    {(who) => (
      <Go href={`/@${who().handle}`} also={["/clips"]} label={t("nav-profile")} icon={<Avatar handle={who().handle} size={26} />} />
    )}
  </Show>
);
