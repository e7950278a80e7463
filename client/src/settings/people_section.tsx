import type { JSX } from "solid-js";
import { people, words, type PersonItem } from "../api";
import { Avatar, toast } from "../design";
import { Endless } from "../design/endless";
import { keepFocus } from "../design/keep_focus";
import { t } from "../i18n";
import { Section } from "./section";

/** Whom the person blocked or muted, and the way back. */
export function PeopleSection(): JSX.Element {
  return (
    <Section id="people" title={t("settings-people")}>
      <Quieted kind="block" />
      <Quieted kind="mute" />
    </Section>
  );
}

const WORDS = {
  block: { title: "blocked", none: "blocked-none", end: "unblock", ended: "unblocked", again: "blocked-again" },
  mute: { title: "muted", none: "muted-none", end: "unmute", ended: "unmuted", again: "muted-again" },
} as const;

function Quieted(props: { kind: "block" | "mute" }): JSX.Element {
  const say = (word: keyof (typeof WORDS)["block"], handle = ""): string =>
    t(`settings-${WORDS[props.kind][word]}`, { handle: `@${handle}` });

  async function end(person: PersonItem, drop: () => void, button: Element): Promise<void> {
    try {
      await people[props.kind](person.handle, false);
    } catch (problem) {
      toast(t("settings-fault", { detail: words(problem) }), { tone: "limit" });
      return;
    }
    await keepFocus(button.closest(".setting"), drop);
    const again = (): void =>
      void people[props.kind](person.handle, true).then(
        () => toast(say("again", person.handle)),
        (problem: unknown) => toast(t("settings-fault", { detail: words(problem) }), { tone: "limit" }),
      );
    toast(say("ended", person.handle), { action: { label: t("settings-undo"), run: again } });
  }

  return (
    <div class="stack">
      <h3>{say("title")}</h3>
      <Endless<PersonItem>
        of={props.kind}
        load={(cursor) => people.myPeople(props.kind === "block" ? "blocks" : "mutes", cursor)}
        class="people-list"
        label={say("title")}
        each={(person, drop) => (
          <div class="person-row">
            <Avatar handle={person.handle} size={36} />
            <a class="person-names" href={`/@${encodeURIComponent(person.handle)}`}>
              <bdi class="choice-name">{person.name || `@${person.handle}`}</bdi>
              {person.name && <bdi class="small-text quiet-text">@{person.handle}</bdi>}
            </a>
            <button
              type="button"
              class="button small"
              aria-label={t(`settings-${WORDS[props.kind].end}-who`, { handle: `@${person.handle}` })}
              onClick={(event) => void end(person, drop, event.currentTarget)}
            >
              {say("end")}
            </button>
          </div>
        )}
        empty={() => <p class="quiet-text">{say("none")}</p>}
        waiting={() => <div class="skeleton person-wait" />}
        failed={(again) => (
          <p class="row" role="alert">
            {t("settings-list-failed")}
            <button type="button" class="button small" onClick={again}>
              {t("settings-again")}
            </button>
          </p>
        )}
        more={t("settings-more")}
      />
    </div>
  );
}
