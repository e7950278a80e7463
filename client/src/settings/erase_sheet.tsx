import { createSignal, For, Show, type JSX } from "solid-js";
import { PasswordField } from "../account/password_field";
import { Sheet } from "../design";
import { t } from "../i18n";
import { erase } from "../privacy/ask";
import { passwordFault } from "../privacy/password_fault";
import { gone } from "./leave";
import "../account/account.css";
import "./erase_sheet.css";

export interface EraseSheetProps {
  open: boolean;
  handle: string;
  /** The account is leaving already, so there is nothing to choose. */
  leaving?: boolean;
  onClose: () => void;
}

const WHEN = ["later", "now"] as const;
type When = (typeof WHEN)[number];

/** Deletes the account: when, what goes, what stays locked, and the password, so that nobody else does it. */
export function EraseSheet(props: EraseSheetProps): JSX.Element {
  const [chosen, setChosen] = createSignal<When>("later");
  const when = (): When => (props.leaving ? "now" : chosen());
  const [password, setPassword] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let form!: HTMLFormElement;

  const close = (): void => {
    setChosen("later");
    setPassword("");
    setError();
    props.onClose();
  };
  const fail = (sentence: string): void => {
    setError(sentence);
    queueMicrotask(() => form.querySelector<HTMLElement>("[name=password]")?.focus());
  };

  async function leave(): Promise<void> {
    if (password() === "") return fail(t("privacy-password-empty"));
    setBusy(true);
    try {
      const leaving = await erase(password(), when() === "now");
      close();
      await gone(`/receipt/${encodeURIComponent(leaving.receipt)}`);
    } catch (problem) {
      fail(passwordFault(problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet open={props.open} title={t("leave-title")} onClose={close}>
      <form
        ref={form}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy()) void leave();
        }}
      >
        <p>
          {t("leave-first")}{" "}
          <a href="/settings/privacy#archive" onClick={close}>
            {t("leave-first-go")}
          </a>
        </p>
        <Show when={!props.leaving}>
          <fieldset class="leave-when">
            <legend>{t("leave-when")}</legend>
            <For each={WHEN}>
              {(one) => (
                <label class="choice">
                  <input type="radio" name="when" value={one} checked={one === when()} onChange={() => setChosen(one)} />
                  <span>
                    <span class="choice-name">{t(`leave-${one}`)}</span>
                    <span class="small-text quiet-text choice-why">{t(`leave-${one}-why`)}</span>
                  </span>
                </label>
              )}
            </For>
          </fieldset>
        </Show>
        <ul class="consequences">
          <li>{t(`leave-goes-${when()}`)}</li>
          <li>{t(`leave-key-${when()}`)}</li>
          <li>{t("leave-handle")}</li>
        </ul>
        <input type="text" name="username" autocomplete="username" value={props.handle} readonly hidden />
        <PasswordField
          label={t("privacy-password")}
          name="password"
          autocomplete="current-password"
          value={password()}
          error={error()}
          onInput={(typed) => {
            setError();
            setPassword(typed);
          }}
        />
        <div class="sheet-actions">
          <button type="button" class="button quiet" onClick={close}>
            {t("leave-no")}
          </button>
          <button type="submit" class="button danger" aria-disabled={busy() ? "true" : undefined}>
            <Show when={busy()} fallback={t(`leave-yes-${when()}`)}>
              {t("leave-busy")}
            </Show>
          </button>
        </div>
      </form>
    </Sheet>
  );
}
