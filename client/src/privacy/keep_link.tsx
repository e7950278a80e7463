import { createUniqueId, Show, type JSX } from "solid-js";
import { toast } from "../design";
import { t } from "../i18n";

/** The receipt's address, to be kept: nobody can look it up later. */
export function KeepLink(props: { token: string; goesOn: boolean }): JSX.Element {
  const id = createUniqueId();
  const link = (): string => `${location.origin}/receipt/${encodeURIComponent(props.token)}`;
  let field!: HTMLInputElement;

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link());
      toast(t("receipt-copied"));
    } catch {
      // Not allowed here: marked, it is copied by hand.
      field.focus();
      field.select();
      toast(t("receipt-copy-by-hand"));
    }
  }

  return (
    <section class="receipt-keep" aria-labelledby={id}>
      <h2 id={id}>{t("receipt-keep")}</h2>
      <p class="quiet-text">
        {t("receipt-keep-why")}
        <Show when={props.goesOn}> {t("receipt-keep-goes-on")}</Show>
      </p>
      <div class="receipt-link">
        <input
          ref={field}
          class="box"
          type="text"
          dir="ltr"
          readonly
          value={link()}
          aria-labelledby={id}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button" onClick={() => void copy()}>
          {t("receipt-copy")}
        </button>
      </div>
    </section>
  );
}
