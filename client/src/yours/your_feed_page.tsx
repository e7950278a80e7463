import { createResource, createSignal, Match, onCleanup, Show, Switch, type JSX } from "solid-js";
import { ApiProblem, words, type Cause } from "../api";
import { spoken } from "../clip/causes";
import { BackIcon, Blank, toast } from "../design";
import { keepFocus } from "../design/keep_focus";
import { askYours, hide, showAgain, undo, yours, type Yours } from "../feed/yours";
import { t } from "../i18n";
import { signInPath } from "../router";
import { me } from "../session";
import { BeginAnew } from "./begin_anew";
import { called } from "./called";
import { Hidden } from "./hidden";
import { Interests } from "./interests";
import "./yours.css";

/** What For You knows of a person, as it is, and every way to change it. */
export default function YourFeedPage(): JSX.Element {
  const [asked, { refetch }] = createResource(
    () => me()?.id,
    async () => {
      await askYours();
      return true;
    },
  );
  const locked = (): boolean => asked.error instanceof ApiProblem && asked.error.code === "custodian_unavailable";
  return (
    <div class="yours">
      <a class="yours-back" href="/settings">
        <BackIcon />
        {t("yours-back")}
      </a>
      <header class="yours-head">
        <h1>{t("yours-title")}</h1>
        <Show when={me() !== null}>
          <p class="quiet-text">{t("yours-lede")}</p>
        </Show>
      </header>
      <Switch fallback={<Waiting />}>
        <Match when={me() === null}>
          <p>{t("yours-signed-out")}</p>
          <div class="row">
            <a class="button act" href={signInPath()}>
              {t("sign-in")}
            </a>
            <a class="button plain" href="/join">
              {t("join")}
            </a>
          </div>
        </Match>
        <Match when={asked.error}>
          <div role="alert">
            <Blank
              title={t(locked() ? "yours-locked-title" : "yours-failed")}
              text={locked() ? t("yours-locked-text") : words(asked.error)}
            >
              <button type="button" class="button act" onClick={() => void refetch()}>
                {t("try-again")}
              </button>
            </Blank>
          </div>
        </Match>
        <Match when={yours()}>{(now) => <Known yours={now()} again={() => void refetch()} />}</Match>
      </Switch>
    </div>
  );
}

function Known(props: { yours: Yours; again: () => void }): JSX.Element {
  const [busy, setBusy] = createSignal(false);

  /** The focus goes on to the row below where the one that was pressed is gone. */
  async function change(send: () => Promise<void>, said: string, button: Element): Promise<void> {
    if (busy()) return;
    setBusy(true);
    const row = button.closest("li");
    const beside = row?.nextElementSibling ?? row?.previousElementSibling ?? button.closest(".yours-parts");
    try {
      await keepFocus(beside, send);
      toast(said);
    } catch (problem) {
      toast(words(problem), { tone: "limit" });
      if (problem instanceof ApiProblem && problem.code === "nothing_to_undo") props.again();
    } finally {
      setBusy(false);
    }
  }
  const onHide = (cause: Cause, title: string, button: Element): void =>
    void change(() => hide(cause), t(`hidden-${cause.kind}`, { name: spoken(cause, title) }), button);
  const onShow = (cause: Cause, button: Element): void =>
    void change(() => showAgain(cause), t("shown-again"), button);

  const latest = (): string => {
    const [first] = props.yours.hidden;
    return first ? called(first) : "";
  };

  return (
    <div class="yours-parts" aria-busy={busy()}>
      <Show when={props.yours.can_undo}>
        {(changed) => (
          <div class="notice yours-undo">
            <p id="yours-changed">{t(`yours-changed-${changed()}`, { name: latest() })}</p>
            <button
              type="button"
              class="button small"
              aria-describedby="yours-changed"
              onClick={(event) => void change(undo, t("yours-undone"), event.currentTarget)}
            >
              {t("undo")}
            </button>
          </div>
        )}
      </Show>
      <Interests yours={props.yours} onHide={onHide} />
      <div class="yours-side">
        <Hidden hidden={props.yours.hidden} onShow={onShow} />
        <BeginAnew />
      </div>
    </div>
  );
}

function Waiting(): JSX.Element {
  const [long, setLong] = createSignal(false);
  const timer = setTimeout(() => setLong(true), 1000);
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="stack" role="status">
      <span classList={{ unseen: !long(), "quiet-text": true }}>{t(long() ? "still-loading" : "yours-loading")}</span>
      <div class="skeleton yours-wait" />
      <div class="skeleton yours-wait" />
      <div class="skeleton yours-wait" />
    </div>
  );
}
