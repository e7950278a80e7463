import { createSignal, type JSX } from "solid-js";
import { createStore } from "solid-js/store";
import { clips, words, type Card } from "../api";
import { Notice, Sheet } from "../design";
import { t } from "../i18n";
import { tidyCaption } from "./caption";
import { captionFits, DetailsFields } from "./details_fields";
import type { Details } from "./item";

export interface EditSheetProps {
  clip: Card;
  languages: readonly { code: string; name: string }[];
  onClose: () => void;
  onSaved: (fresh: Card) => void;
}

/** Caption, language and who sees it, changed later. */
export function EditSheet(props: EditSheetProps): JSX.Element {
  const [details, setDetails] = createStore<Details>({
    caption: props.clip.caption,
    language: props.clip.language,
    visibility: props.clip.visibility,
  });
  const [fault, setFault] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function save(): Promise<void> {
    if (busy() || !captionFits(details)) return;
    setBusy(true);
    setFault();
    try {
      const fresh = { ...details, caption: tidyCaption(details.caption) };
      props.onSaved(await clips.change(props.clip.id, fresh));
    } catch (problem) {
      setFault(t("clips-fault", { detail: words(problem) }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet open title={t("clips-edit-title")} onClose={props.onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <DetailsFields value={details} languages={props.languages} onChange={setDetails} />
        <Notice text={fault()} />
        <div class="sheet-actions">
          <button type="button" class="button quiet" onClick={() => props.onClose()}>
            {t("clips-cancel")}
          </button>
          <button type="submit" class="button act" aria-disabled={busy() ? "true" : undefined}>
            {t("clips-save")}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
