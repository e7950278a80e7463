import { createResource, Match, Show, Switch, type JSX } from "solid-js";
import { zones } from "../api";
import { Rich, t } from "../i18n";
import { me } from "../session";
import { standing, type Standing } from "./standing";

/** Which zone, who keeps its keys, whether they answer, what is sealed, and what nobody can check yet. */
export function Sentences(props: { onLeave?: (() => void) | undefined }): JSX.Element {
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
      <Show when={me() && props.onLeave}>
        {(leave) => (
          <a class="button plain" href="/settings/privacy" onClick={() => leave()()}>
            {t("seal-more")}
          </a>
        )}
      </Show>
    </div>
  );
}
