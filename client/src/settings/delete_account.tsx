import { createSignal, Show, type JSX } from "solid-js";
import type { Me } from "../api";
import { t } from "../i18n";
import { moment } from "../privacy/moment";
import { Stay } from "../privacy/stay";
import { EraseSheet } from "./erase_sheet";

/** The way out for good; while the account is leaving, when that is, and the way back. */
export function DeleteAccount(props: { me: Me }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const leaving = (): boolean => props.me.state === "leaving";
  return (
    <div class="delete-account">
      <p classList={{ "quiet-text": !leaving() }}>
        <Show when={leaving() && props.me.erase_at} fallback={t("settings-delete-lede")}>
          {(when) => t("leaving-until", { when: moment(when()) })}
        </Show>
      </p>
      <div class="row">
        <Show when={leaving()}>
          <Stay class="button" />
        </Show>
        <button type="button" class="button danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t(leaving() ? "leaving-at-once" : "settings-delete")}
        </button>
      </div>
      <EraseSheet open={open()} handle={props.me.handle} leaving={leaving()} onClose={() => setOpen(false)} />
    </div>
  );
}
