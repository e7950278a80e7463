import { createEffect, createMemo, createSignal, Match, on, onCleanup, Show, Switch, type JSX } from "solid-js";
import { ApiProblem, words } from "../api";
import { Said, toast } from "../design";
import { locale, t } from "../i18n";
import { sizeInWords } from "../upload/size";
import { archive, type Archive } from "./ask";
import { ArchiveForm } from "./archive_form";
import { archiveStep, failure, nextFrom, stepSaid } from "./archive_words";
import { askOn, GENTLY } from "./ask_on";
import { moment } from "./moment";

/** Everything of one's own in one file: asked for, made, and fetched. What is under way survives a reload. */
export function ArchiveSection(props: { handle: string }): JSX.Element {
  const [now, setNow] = createSignal<Archive>();
  const [fault, setFault] = createSignal<string>();
  let place!: HTMLElement;
  let stop = (): void => undefined;
  onCleanup(() => stop());

  function follow(): void {
    stop();
    stop = askOn({
      ask: archive.now,
      onAnswer(answer) {
        setFault();
        setNow(answer);
        return answer.state === "making" ? GENTLY : null;
      },
      onProblem(problem) {
        setFault(words(problem));
        return now()?.state === "making" && problem instanceof ApiProblem && problem.passing;
      },
    });
  }
  follow();

  /** The form is gone: the keyboard goes on where the progress is. */
  function begun(asked: Archive): void {
    setNow(asked);
    place.focus({ preventScroll: true });
    follow();
  }

  async function remove(): Promise<void> {
    try {
      await archive.remove();
      setNow({ ...now()!, state: "none" });
      place.focus({ preventScroll: true });
      toast(t("archive-removed"));
    } catch (problem) {
      toast(words(problem), { tone: "limit" });
    }
  }

  return (
    <section ref={place} id="archive" class="privacy-part" aria-labelledby="archive-title" tabindex="-1">
      <h2 id="archive-title">{t("archive-title")}</h2>
      <p class="quiet-text">{t("archive-lede")}</p>
      <Heard now={now()} />
      <Switch
        fallback={
          <Show when={fault()} fallback={<div class="skeleton privacy-wait" />}>
            <p class="notice limit" role="alert">
              <Said text={fault()} />
            </p>
            <div class="row">
              <button type="button" class="button" onClick={follow}>
                {t("try-again")}
              </button>
            </div>
          </Show>
        }
      >
        <Match when={now()?.state === "making" && now()}>
          {(making) => <Making archive={making()} fault={fault()} />}
        </Match>
        <Match when={now()?.state === "ready" && now()}>
          {(ready) => <Ready archive={ready()} onRemove={() => void remove()} />}
        </Match>
        <Match when={now()}>
          {(other) => (
            <>
              <Show when={other().state === "failed"}>
                <p class="notice limit">{failure(other().code)}</p>
              </Show>
              <Show
                when={nextFrom(other(), Date.now())}
                fallback={<ArchiveForm handle={props.handle} again={other().state === "failed"} onAsked={begun} />}
              >
                {(next) => <p>{t("archive-next", { when: moment(next()) })}</p>}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </section>
  );
}

/** For screen readers: how it goes, in a few steps and not at every percent. */
function Heard(props: { now: Archive | undefined }): JSX.Element {
  const [said, setSaid] = createSignal("");
  const step = createMemo(() => props.now && archiveStep(props.now));
  // What was so when the page came is read with the page.
  createEffect(on(step, (now, before) => now !== undefined && before !== undefined && setSaid(stepSaid(now))));
  return (
    <p class="unseen" role="status">
      {said()}
    </p>
  );
}

function Making(props: { archive: Archive; fault: string | undefined }): JSX.Element {
  return (
    <div class="stack">
      <p id="archive-making">{t("archive-making")}</p>
      <progress class="privacy-bar" max="1" value={props.archive.progress} aria-labelledby="archive-making" />
      <p class="small-text quiet-text">
        {t(props.archive.code === "custodian_unavailable" ? "archive-waits" : "archive-making-leave")}
      </p>
      <Show when={props.fault}>
        <p class="notice limit">
          <Said text={props.fault} />
        </p>
      </Show>
    </div>
  );
}

function Ready(props: { archive: Archive; onRemove: () => void }): JSX.Element {
  return (
    <div class="stack">
      <p>
        {t("archive-ready", { size: sizeInWords(props.archive.bytes ?? 0, locale()) })}
        <Show when={props.archive.expires_at}>{(until) => <> {t("archive-until", { when: moment(until()) })}</>}</Show>
      </p>
      <div class="row">
        <a class="button act" href={archive.file} download="">
          {t("archive-download")}
        </a>
        <button type="button" class="button quiet" onClick={() => props.onRemove()}>
          {t("archive-remove")}
        </button>
      </div>
    </div>
  );
}
