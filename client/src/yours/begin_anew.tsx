import { createSignal, type JSX } from "solid-js";
import { words } from "../api";
import { Notice, Sheet, toast } from "../design";
import { beginAnew } from "../feed/yours";
import { t } from "../i18n";

/** Lets interests begin anew, after it has said what goes, what stays and how it is taken back. */
export function BeginAnew(): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function begin(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    setFault();
    try {
      await beginAnew();
      setOpen(false);
      toast(t("yours-anew-done"));
    } catch (problem) {
      setFault(words(problem));
    } finally {
      setBusy(false);
    }
  }
  const close = (): void => {
    setFault();
    setOpen(false);
  };

  return (
    <section class="yours-part" aria-labelledby="yours-anew">
      <h2 id="yours-anew">{t("yours-anew")}</h2>
      <p class="quiet-text">{t("yours-anew-lede")}</p>
      <div class="row">
        <button type="button" class="button danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t("yours-anew")}
        </button>
      </div>
      <Sheet open={open()} title={t("yours-anew-title")} onClose={close}>
        <ul class="yours-means">
          <li>{t("yours-anew-goes")}</li>
          <li>{t("yours-anew-stays")}</li>
          <li>{t("yours-anew-back")}</li>
        </ul>
        <Notice text={fault()} />
        <div class="sheet-actions">
          <button type="button" class="button quiet" onClick={close}>
            {t("yours-anew-no")}
          </button>
          <button
            type="button"
            class="button danger"
            aria-disabled={busy() ? "true" : undefined}
            onClick={() => void begin()}
          >
            {t("yours-anew-yes")}
          </button>
        </div>
      </Sheet>
    </section>
  );
}
