import { createResource, For, onMount, Show, type JSX } from "solid-js";
import { zones } from "../api";
import { t } from "../i18n";
import { signInPath } from "../router";
import { me } from "../session";
import { AccessSection } from "./access_section";
import { AppSection } from "./app_section";
import { ClipsSection } from "./clips_section";
import { FeedSection } from "./feed_section";
import { KeeperSection } from "./keeper_section";
import { LeaveSection } from "./leave_section";
import { PeopleSection } from "./people_section";
import { ProfileSection } from "./profile_section";
import "../account/account.css";
import "./settings.css";

const PARTS = ["app", "profile", "feed", "data", "access", "people", "clips", "leave"] as const;
const TITLE = {
  app: "settings-app",
  profile: "settings-profile",
  feed: "settings-feed",
  data: "settings-keeper",
  access: "settings-access",
  people: "settings-people",
  clips: "settings-clips",
  leave: "settings-leave",
} as const;

/** All settings on one page: those of this browser for everybody, those of the account for who is signed in. */
export default function SettingsPage(): JSX.Element {
  const [directory] = createResource(zones);
  onMount(() => {
    // The router moves the focus to the page's start first.
    setTimeout(() => document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "start" }), 50);
  });
  return (
    <div class="settings" classList={{ parts: me() != null }}>
      <h1>{t("settings-title")}</h1>
      <Show when={me()}>
        <nav class="settings-nav" aria-label={t("settings-nav")}>
          <ul>
            <For each={PARTS}>
              {(part) => (
                <li>
                  <a href={`/settings#${part}`}>{t(TITLE[part])}</a>
                </li>
              )}
            </For>
          </ul>
        </nav>
      </Show>
      <div class="settings-parts">
        <AppSection />
        <Show when={me()} fallback={<SignedOut />} keyed={false}>
          {(who) => (
            <>
              <ProfileSection me={who()} languages={directory.latest?.languages ?? []} />
              <FeedSection />
              <KeeperSection me={who()} />
              <AccessSection me={who()} />
              <PeopleSection />
              <ClipsSection />
              <LeaveSection me={who()} />
            </>
          )}
        </Show>
      </div>
    </div>
  );
}

function SignedOut(): JSX.Element {
  return (
    <Show when={me() === null}>
      <section class="setting">
        <p class="quiet-text">{t("settings-signed-out")}</p>
        <div class="row">
          <a class="button act" href={signInPath()}>
            {t("settings-sign-in")}
          </a>
          <a class="button" href="/join">
            {t("settings-join")}
          </a>
        </div>
      </section>
    </Show>
  );
}
