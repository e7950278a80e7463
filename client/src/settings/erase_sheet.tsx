import { createSignal, Show, type JSX } from "solid-js";
import { PasswordField } from "../account/password_field";
import { waitingTime } from "../account/waiting_time";
import { ApiProblem, people, words } from "../api";
import { Sheet } from "../design";
import { t } from "../i18n";
import { gone } from "./leave";

export interface EraseSheetProps {
  open: boolean;
  handle: string;
  onClose: () => void;
}

/** Deletes the account: what goes, what stays locked, and the password, so that nobody else does it. */
export function EraseSheet(props: EraseSheetProps): JSX.Element {
  const [password, setPassword] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let form!: HTMLFormElement;

  const close = (): void => {
    setPassword("");
    setError();
    props.onClose();
  };
  const fail = (sentence: string): void => {
    setError(sentence);
    queueMicrotask(() => form.querySelector<HTMLElement>("[name=password]")?.focus());
  };

  async function erase(): Promise<void> {
    if (password() === "") return fail(t("settings-password-old-empty"));
    setBusy(true);
    try {
      await people.erase(password());
      close();
      await gone(t("settings-deleted"));
    } catch (problem) {
      fail(sentenceFor(problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet open={props.open} title={t("settings-delete-title")} onClose={close}>
      <form
        ref={form}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy()) void erase();
        }}
      >
        <ul class="consequences">
          <li>{t("settings-delete-now")}</li>
          <li>{t("settings-delete-key")}</li>
          <li>{t("settings-delete-handle")}</li>
        </ul>
        <input type="text" name="username" autocomplete="username" value={props.handle} readonly hidden />
        <PasswordField
          label={t("settings-delete-password")}
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
            {t("settings-delete-no")}
          </button>
          <button type="submit" class="button danger" aria-disabled={busy() ? "true" : undefined}>
            <Show when={busy()} fallback={t("settings-delete-yes")}>
              {t("settings-delete-busy")}
            </Show>
          </button>
        </div>
      </form>
    </Sheet>
  );
}

function sentenceFor(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) throw problem;
  if (problem.code === "bad_password") return t("settings-password-old-wrong");
  if (problem.retryAfterS !== null) return t("signin-too-many", { wait: waitingTime(problem.retryAfterS) });
  return t("settings-fault", { detail: words(problem) });
}
