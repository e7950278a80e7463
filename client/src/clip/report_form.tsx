import { createSignal, For, type JSX } from "solid-js";
import type { Card } from "../api";
import { Field } from "../design";
import { t } from "../i18n";
import { reportClip } from "./acts";

/** What a clip can be reported for; the server knows the same words. */
export const REPORT_REASONS = [
  "sexual",
  "violence",
  "hate",
  "harassment",
  "self_harm",
  "minor_safety",
  "misinformation",
  "illegal",
  "rights",
  "spam",
  "other",
] as const;

const NOTE_MOST = 500;

export function ReportForm(props: {
  card: Card;
  page?: string | undefined;
  onDone: () => void;
  onBack: () => void;
}): JSX.Element {
  const [reason, setReason] = createSignal("");
  const [note, setNote] = createSignal("");
  const [busy, setBusy] = createSignal(false);

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!reason() || busy()) return;
    setBusy(true);
    const done = await reportClip(props.card, reason(), note(), props.page);
    setBusy(false);
    if (done) props.onDone();
  };

  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      <p class="quiet-text">{t("report-text")}</p>
      <fieldset class="reasons">
        <legend class="unseen">{t("report-reason")}</legend>
        <For each={REPORT_REASONS}>
          {(code) => (
            <label class="choice">
              <input type="radio" name="reason" value={code} onChange={() => setReason(code)} />
              <span>{t(`report-${code}`)}</span>
            </label>
          )}
        </For>
      </fieldset>
      <Field label={t("report-note")} hint={t("report-note-hint")}>
        {(control) => (
          <textarea {...control} maxLength={NOTE_MOST} onInput={(event) => setNote(event.currentTarget.value)} />
        )}
      </Field>
      <div class="sheet-actions">
        <button type="button" class="button quiet" onClick={() => props.onBack()}>
          {t("back")}
        </button>
        <button type="submit" class="button act" disabled={!reason() || busy()}>
          {t("report-send")}
        </button>
      </div>
    </form>
  );
}
