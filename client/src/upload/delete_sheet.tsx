import { createSignal, type JSX } from "solid-js";
import { ApiProblem, clips, words, type Card } from "../api";
import { Notice, Sheet } from "../design";
import { t } from "../i18n";

export interface DeleteSheetProps {
  clip: Card;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a clip goes for good, and names the way back that withdrawing has. */
export function DeleteSheet(props: DeleteSheetProps): JSX.Element {
  const [fault, setFault] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function remove(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      await clips.remove(props.clip.id);
      props.onDeleted();
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 404) return props.onDeleted();
      setFault(t("clips-fault", { detail: words(problem) }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet open title={t("clips-delete-title")} onClose={props.onClose}>
      <p>{t("clips-delete-text")}</p>
      <Notice text={fault()} />
      <div class="sheet-actions">
        <button type="button" class="button quiet" onClick={() => props.onClose()}>
          {t("clips-cancel")}
        </button>
        <button
          type="button"
          class="button danger"
          aria-disabled={busy() ? "true" : undefined}
          onClick={() => void remove()}
        >
          {t("clips-delete-yes")}
        </button>
      </div>
    </Sheet>
  );
}
