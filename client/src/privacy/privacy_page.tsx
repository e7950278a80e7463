import { createEffect, createResource, createSignal, Match, onCleanup, Show, Switch, type JSX } from "solid-js";
import { ApiProblem, words } from "../api";
import { BackIcon, Blank } from "../design";
import { Rich, t } from "../i18n";
import { signInPath } from "../router";
import { me } from "../session";
import { DeleteAccount } from "../settings/delete_account";
import { ArchiveSection } from "./archive_section";
import { stored, type Stored } from "./ask";
import { StoredGroups } from "./stored_groups";
import "./privacy.css";

const SETTLED_MS = 50;

/** What is stored about a person, the archive of it, and the way to have it erased. */
export function PrivacyPage(): JSX.Element {
  const [asked, { refetch }] = createResource(() => me()?.id, stored);
  let led = false;
  createEffect(() => {
    // On phones what the address names lies below what is stored, so that has to be there first.
    if (led || (asked.state !== "ready" && asked.state !== "errored")) return;
    led = true;
    setTimeout(leadTo, SETTLED_MS, location.hash.slice(1));
  });
  return (
    <div class="privacy">
      <a class="privacy-back" href="/settings#data">
        <BackIcon />
        {t("privacy-back")}
      </a>
      <header class="privacy-head">
        <h1>{t("privacy-title")}</h1>
        <Show when={me() !== null}>
          <p class="quiet-text">{t("privacy-lede")}</p>
          <nav class="privacy-nav" aria-label={t("privacy-nav")}>
            <a href="#archive">{t("archive-title")}</a>
            <a href="#leave">{t("privacy-leave")}</a>
          </nav>
        </Show>
      </header>
      <Show when={me() !== null} fallback={<SignedOut />}>
        <Show when={me()} fallback={<Waiting />} keyed={false}>
          {(who) => (
            <div class="privacy-parts">
              <div class="privacy-stored">
                <Switch fallback={<Waiting />}>
                  <Match when={asked.error}>
                    <Failed problem={asked.error} again={() => void refetch()} />
                  </Match>
                  <Match when={asked.latest}>{(now) => <Known stored={now()} handle={who().handle} />}</Match>
                </Switch>
              </div>
              <div class="privacy-side">
                <ArchiveSection handle={who().handle} />
                <section id="leave" class="privacy-part" aria-labelledby="leave-title" tabindex="-1">
                  <h2 id="leave-title">{t("privacy-leave")}</h2>
                  <DeleteAccount me={who()} />
                </section>
              </div>
            </div>
          )}
        </Show>
      </Show>
    </div>
  );
}

/** To a part of the page, after the router has moved the focus to the page's start. */
function leadTo(part: string): void {
  const section = document.getElementById(part);
  section?.scrollIntoView({ block: "start" });
  section?.focus({ preventScroll: true });
}

function Known(props: { stored: Stored; handle: string }): JSX.Element {
  return (
    <>
      <p class="notice proof">
        <Rich
          id="privacy-keeper"
          args={{ zone: props.stored.zone.toUpperCase(), custodian: props.stored.custodian }}
        />
      </p>
      <Show
        when={props.stored.categories.length > 0}
        fallback={<Blank title={t("privacy-nothing")} text={t("privacy-nothing-text")} />}
      >
        <StoredGroups stored={props.stored} handle={props.handle} />
      </Show>
    </>
  );
}

function Failed(props: { problem: unknown; again: () => void }): JSX.Element {
  const locked = (): boolean => props.problem instanceof ApiProblem && props.problem.code === "custodian_unavailable";
  return (
    <div role="alert">
      <Blank
        title={t(locked() ? "privacy-locked" : "privacy-failed")}
        text={locked() ? t("privacy-locked-text") : words(props.problem)}
      >
        <button type="button" class="button act" onClick={() => props.again()}>
          {t("try-again")}
        </button>
      </Blank>
    </div>
  );
}

function SignedOut(): JSX.Element {
  return (
    <>
      <p>{t("privacy-signed-out")}</p>
      <div class="row">
        <a class="button act" href={signInPath()}>
          {t("sign-in")}
        </a>
        <a class="button plain" href="/join">
          {t("join")}
        </a>
      </div>
    </>
  );
}

function Waiting(): JSX.Element {
  const [long, setLong] = createSignal(false);
  const timer = setTimeout(() => setLong(true), 1000);
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="stack" role="status">
      <span classList={{ unseen: !long(), "quiet-text": true }}>{t(long() ? "still-loading" : "privacy-loading")}</span>
      <div class="skeleton privacy-wait" />
      <div class="skeleton privacy-wait" />
      <div class="skeleton privacy-wait" />
    </div>
  );
}
