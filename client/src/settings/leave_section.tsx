import { createSignal, type JSX } from "solid-js";
import { t } from "../i18n";
import { EraseSheet } from "./erase_sheet";
import { Section } from "./section";

/** The way out for good. */
export function LeaveSection(props: { handle: string }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <Section id="leave" title={t("settings-leave")}>
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
