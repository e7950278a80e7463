import { For, Show, type JSX, type Resource } from "solid-js";
import { people, words, type List, type SessionItem } from "../api";
import { toast } from "../design";
import { keepFocus } from "../design/keep_focus";
import { day, t } from "../i18n";
import { leave } from "./leave";

export interface SessionsListProps {
  sessions: Resource<List<SessionItem>>;
  onAgain: () => unknown;
}

/** Where the person is signed in, and the way out of each. */
export function SessionsList(props: SessionsListProps): JSX.Element {
  const name = (session: SessionItem): string => {
    if (session.current) return t("settings-session-here");
    return session.kind === "token" ? t("settings-session-program") : t("settings-session-other");
  };
  async function end(session: SessionItem, button: Element): Promise<void> {
    try {
      await people.signOutOf(session.id);
      toast(t("settings-session-ended"));
      await keepFocus(button.closest(".stack"), props.onAgain);
    } catch (problem) {
      toast(t("settings-fault", { detail: words(problem) }), { tone: "limit" });
    }
  }
  return (
    <div class="stack">
      <h3>{t("settings-sessions")}</h3>
      <Show
        when={!props.sessions.error}
        fallback={
          <p class="row" role="alert">
            {t("settings-list-failed")}
            <button type="button" class="button small" onClick={() => props.onAgain()}>
              {t("settings-again")}
            </button>
          </p>
        }
      >
        <ul class="people-list">
          <For each={props.sessions.latest?.items}>
            {(session) => (
              <li class="person-row">
                <span class="person-names">
                  <span class="choice-name">{name(session)}</span>
                  <span class="small-text quiet-text">
                    {t("settings-session-since", { when: day(session.created_at) })}
                  </span>
                </span>
                <Show when={!session.current}>
                  <button
                    type="button"
                    class="button small quiet"
                    aria-label={t("settings-session-end-which", { when: day(session.created_at) })}
                    onClick={(event) => void end(session, event.currentTarget)}
                  >
                    {t("settings-session-end")}
                  </button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="row">
        <button type="button" class="button plain" onClick={() => void leave(people.signOutEverywhere)}>
          {t("settings-sign-out-all")}
        </button>
        <span class="small-text quiet-text">{t("settings-sign-out-all-why")}</span>
      </div>
    </div>
  );
}
