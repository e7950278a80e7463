import { createSignal, type JSX } from "solid-js";
import { people } from "../api";
import { t } from "../i18n";
import { EraseSheet } from "./erase_sheet";
import { leave } from "./leave";
import { Section } from "./section";

/** The ways out: of this device, and for good. */
export function LeaveSection(props: { handle: string }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <Section id="leave" title={t("settings-leave")}>
      <div class="row leave-row">
        <p class="quiet-text">{t("settings-sign-out-lede")}</p>
        <button type="button" class="button" onClick={() => void leave(people.signOut)}>
          {t("settings-sign-out")}
        </button>
      </div>
      <div class="row leave-row">
        <p class="quiet-text">{t("settings-delete-lede")}</p>
        <button type="button" class="button danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t("settings-delete")}
        </button>
      </div>
      <EraseSheet open={open()} handle={props.handle} onClose={() => setOpen(false)} />
    </Section>
  );
}
