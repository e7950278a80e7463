import { createSignal, type JSX } from "solid-js";
import { PasswordField } from "../account/password_field";
import { t } from "../i18n";
import { archive, type Archive } from "./ask";
import { passwordFault } from "./password_fault";
import "../account/account.css";

export interface ArchiveFormProps {
  handle: string;
  /** The last one failed. */
  again: boolean;
  onAsked: (asked: Archive) => void;
}

/** Asks for the archive, with the password: a borrowed phone must not give everything away. */
export function ArchiveForm(props: ArchiveFormProps): JSX.Element {
  const [password, setPassword] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let form!: HTMLFormElement;

  const fail = (sentence: string): void => {
    setError(sentence);
    queueMicrotask(() => form.querySelector<HTMLElement>("[name=archive-password]")?.focus());
  };

  async function make(): Promise<void> {
    if (password() === "") return fail(t("privacy-password-empty"));
    setBusy(true);
    try {
      const asked = await archive.make(password());
      setPassword("");
      props.onAsked(asked);
    } catch (problem) {
      fail(passwordFault(problem, "archive-too-soon"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy()) void make();
      }}
    >
      <input type="text" name="username" autocomplete="username" value={props.handle} readonly hidden />
      <PasswordField
        label={t("privacy-password")}
        name="archive-password"
        autocomplete="current-password"
        value={password()}
        error={error()}
        onInput={(typed) => {
          setError();
          setPassword(typed);
        }}
      />
      <div class="row">
        <button type="submit" class="button" aria-disabled={busy() ? "true" : undefined}>
          {t(busy() ? "archive-busy" : props.again ? "archive-again" : "archive-make")}
        </button>
      </div>
    </form>
  );
}
