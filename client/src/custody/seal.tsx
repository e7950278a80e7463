import { createResource, createSignal, Match, Show, Switch, type JSX } from "solid-js";
import { zones } from "../api";
import { Avatar, Sheet } from "../design";
import { Rich, t } from "../i18n";
import { me } from "../session";
import { standing, type Standing } from "./standing";
import "./seal.css";

const SETTLED_MS = 2500;

/**
 * A mint ring beside the profile picture. It has a gap while something that Kurzum promises cannot be checked, and the
 * sheet behind it says what: today there is no public ledger yet.
 */
export function Seal(props: { size?: number; named?: boolean }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [directory] = createResource(() => (props.named ? zones() : null));
  // Asked late, so that it does not stand between a newcomer and the first clip.
  const [now] = createResource(async () => {
    await new Promise((done) => setTimeout(done, SETTLED_MS));
    return standing();
  });
  return (
    <>
      <button type="button" class="seal" aria-label={props.named ? undefined : t("seal-label")} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Ring size={props.size ?? 36} away={now.latest?.custodian === "no"} />
        <Show when={!directory.error && directory.latest}>
          {(known) => <span>{t("seal-zone", { zone: (me()?.zone ?? known().zone).toUpperCase() })}</span>}
        </Show>
      </button>
      <Sheet open={open()} title={t("seal-title")} onClose={() => setOpen(false)}>
        <SealWords />
      </Sheet>
    </>
  );
}

/** Wide open and in the colour of limits while the custodian cannot be reached. */
function Ring(props: { size: number; away: boolean }): JSX.Element {
  return (
    <span class="ring" classList={{ away: props.away }} ref={(element) => element.style.setProperty("--ring", `${props.size}px`)}>
      <svg viewBox="0 0 40 40" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round">
        <path pathLength="100" d="M26.5 3.2A18 18 0 1 1 20 2" />
      </svg>
      <Show when={me()} fallback={<span class="nobody" />}>
        {(who) => <Avatar handle={who().handle} size={props.size - 10} />}
      </Show>
    </span>
  );
}

/** The sentences themselves, for pages that show them in place. */
export function SealWords(): JSX.Element {
  const [directory] = createResource(() => zones());
  const [now] = createResource<Standing>(() => standing());
  const zone = (): string => me()?.zone ?? directory.latest?.zone ?? "";
  const custodian = (): string =>
    me()?.custodian ?? directory.latest?.zones.find((one) => one.name === zone())?.custodian ?? "";

  return (
    <div class="stack seal-words">
      <Show when={!directory.error} fallback={<p class="notice limit">{t("seal-unknown")}</p>}>
        <Show when={zone()} fallback={<div class="skeleton seal-wait" />}>
          <p class="notice proof">
            <Rich id={me() ? "seal-where" : "seal-where-nobody"} args={{ zone: zone().toUpperCase(), custodian: custodian() }} />
          </p>
        </Show>
      </Show>
      <Switch>
        <Match when={now.latest?.custodian === "no"}>
          <p class="notice limit">{t("seal-custodian-away")}</p>
        </Match>
        <Match when={now.latest?.custodian === "yes"}>
          <p>{t("seal-custodian-here")}</p>
        </Match>
      </Switch>
      <p>{t(me() ? "seal-stored" : "seal-stored-nobody")}</p>
      <p class="notice">{t("seal-no-ledger")}</p>
    </div>
  );
}
