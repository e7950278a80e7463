import { createEffect, createSignal, For, on, onCleanup, Show, type JSX } from "solid-js";
import { ApiProblem, words } from "../api";
import { Blank, Said } from "../design";
import { Rich, t } from "../i18n";
import type { PageProps } from "../router";
import { receipt, type Receipt } from "./ask";
import { askOn } from "./ask_on";
import { KeepLink } from "./keep_link";
import { dayOf } from "./moment";
import { datesOf, paceOf, removedOf } from "./receipt_words";
import { count, removedName } from "./spoken";
import "./receipt.css";

/** How the erasure of an account goes and went, for whoever has its link. */
export function ReceiptPage(props: PageProps): JSX.Element {
  const [now, setNow] = createSignal<Receipt>();
  const [fault, setFault] = createSignal<unknown>();
  let stop = (): void => undefined;
  onCleanup(() => stop());

  function follow(token: string): void {
    stop();
    setFault();
    stop = askOn({
      ask: () => receipt(token),
      onAnswer(answer) {
        setFault();
        setNow(answer);
        return paceOf(answer.state);
      },
      onProblem(problem) {
        setFault(problem);
        return now() !== undefined && problem instanceof ApiProblem && problem.passing;
      },
    });
  }
  createEffect(
    on(
      () => props.params["token"] ?? "",
      (token) => {
        setNow();
        follow(token);
      },
    ),
  );

  return (
    <div class="receipt">
      <Show
        when={now()}
        fallback={
          <Show when={fault()} fallback={<Waiting />}>
            {(problem) => <NotShown problem={problem()} again={() => follow(props.params["token"] ?? "")} />}
          </Show>
        }
      >
        {(shown) => <Shown receipt={shown()} fault={fault()} token={props.params["token"] ?? ""} />}
      </Show>
    </div>
  );
}

function Shown(props: { receipt: Receipt; fault: unknown; token: string }): JSX.Element {
  const state = (): Receipt["state"] => props.receipt.state;
  const removed = (): [string, number][] => removedOf(props.receipt);
  return (
    <>
      <header class="receipt-head">
        <p class="small-text quiet-text">{t("receipt-of", { zone: props.receipt.zone.toUpperCase() })}</p>
        <h1>{t(`receipt-title-${state()}`)}</h1>
        <p class="receipt-says" role="status">
          {t(`receipt-says-${state()}`)}
        </p>
      </header>
      <dl class="receipt-dates">
        <For each={datesOf(props.receipt)}>
          {(one) => (
            <div>
              <dt>{t(one.id)}</dt>
              <dd class="number">
                <time datetime={one.at.slice(0, 10)}>{dayOf(one.at)}</time>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={state() === "erased" || state() === "erasing"}>
        <p class="notice proof">
          <Rich
            id={props.receipt.keys_destroyed_at === null ? "receipt-key-not-yet" : "receipt-key-gone"}
            args={{ custodian: props.receipt.custodian }}
          />
        </p>
      </Show>
      <Show when={removed().length > 0}>
        <section class="receipt-part" aria-labelledby="receipt-removed">
          <h2 id="receipt-removed">{t("receipt-removed")}</h2>
          <p class="small-text quiet-text">{t("receipt-rounded")}</p>
          <dl class="receipt-removed">
            <For each={removed()}>
              {([what, many]) => (
                <div>
                  <dt>{removedName(what)}</dt>
                  <dd class="number">{count(many)}</dd>
                </div>
              )}
            </For>
          </dl>
        </section>
      </Show>
      <Show when={props.fault}>
        <p class="notice limit" role="alert">
          <Said text={words(props.fault)} />
        </p>
      </Show>
      <KeepLink token={props.token} goesOn={state() === "leaving" || state() === "erasing"} />
      <div class="row">
        <Show when={state() === "leaving"}>
          <a class="button act" href="/signin">
            {t("receipt-sign-in")}
          </a>
        </Show>
        <a class="button plain" href="/">
          {t("to-the-feed")}
        </a>
      </div>
    </>
  );
}

function NotShown(props: { problem: unknown; again: () => void }): JSX.Element {
  const unknown = (): boolean => props.problem instanceof ApiProblem && props.problem.status === 404;
  return (
    <div role="alert">
      <Blank
        page
        title={t(unknown() ? "receipt-none" : "receipt-failed")}
        text={unknown() ? t("receipt-none-text") : words(props.problem)}
      >
        <Show when={!unknown()}>
          <button type="button" class="button act" onClick={() => props.again()}>
            {t("try-again")}
          </button>
        </Show>
        <a class="button plain" href="/">
          {t("to-the-feed")}
        </a>
      </Blank>
    </div>
  );
}

/** Nothing but a heading for a moment; after a second, a word. */
function Waiting(): JSX.Element {
  const [long, setLong] = createSignal(false);
  const timer = setTimeout(() => setLong(true), 1000);
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="stack" role="status">
      <h1>{t("receipt-title")}</h1>
      <span classList={{ unseen: !long(), "quiet-text": true }}>{t(long() ? "still-loading" : "receipt-loading")}</span>
      <div class="skeleton receipt-wait" />
    </div>
  );
}
