import { createSignal, Show, type JSX } from "solid-js";
import { looksLikeEmail } from "../account/join_form";
import { people, words, type Me } from "../api";
import { Field, toast } from "../design";
import { t } from "../i18n";
import { setMe } from "../session";

/** The optional e-mail address: changed or taken away. */
export function EmailForm(props: { me: Me }): JSX.Element {
  const [email, setEmail] = createSignal(props.me.email ?? "");
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let field!: HTMLInputElement;

  async function save(wanted: string): Promise<void> {
    if (busy()) return;
    if (wanted !== "" && !looksLikeEmail(wanted)) {
      setError(t("settings-email-wrong"));
      return field.focus();
    }
    setBusy(true);
    setError();
    try {
      const before = props.me.email ?? "";
      setMe(await people.change({ email: wanted === "" ? null : wanted }));
      setEmail(wanted);
      if (wanted !== "") toast(t("settings-email-saved"));
      else
        toast(t("settings-email-removed"), { action: { label: t("settings-undo"), run: () => void save(before) } });
    } catch (problem) {
      setError(t("settings-fault", { detail: words(problem) }));
      field.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(email().trim());
      }}
    >
      <Field label={t("settings-email")} hint={t("settings-email-hint")} error={error()}>
        {(control) => (
          <input
            {...control}
            ref={field}
            type="email"
            name="email"
            dir="ltr"
            autocomplete="email"
            value={email()}
            onInput={(event) => {
              setError();
              setEmail(event.currentTarget.value);
            }}
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button" aria-disabled={busy() ? "true" : undefined}>
          {t("settings-save")}
        </button>
        <Show when={props.me.email}>
          <button type="button" class="button quiet" onClick={() => void save("")}>
            {t("settings-email-remove")}
          </button>
        </Show>
      </div>
    </form>
  );
}
