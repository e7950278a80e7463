import { createSignal, type JSX } from "solid-js";
import { PASSWORD_MAX, PASSWORD_MIN, passwordFault } from "../account/password";
import { PasswordField } from "../account/password_field";
import { waitingTime } from "../account/waiting_time";
import { ApiProblem, people, words } from "../api";
import { Notice, toast } from "../design";
import { t } from "../i18n";

export interface PasswordFormProps {
  handle: string;
  /** Every other session has ended. */
  onChanged: () => void;
}

interface Errors {
  old?: string;
  fresh?: string;
}

/** A new password, for who knows the old one. */
export function PasswordForm(props: PasswordFormProps): JSX.Element {
  const [old, setOld] = createSignal("");
  const [fresh, setFresh] = createSignal("");
  const [errors, setErrors] = createSignal<Errors>({});
  const [notice, setNotice] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let form!: HTMLFormElement;

  function faults(): Errors {
    if (old() === "") return { old: t("settings-password-old-empty") };
    const fault = passwordFault(fresh());
    if (fault !== null) {
      const missing = PASSWORD_MIN - [...fresh()].length;
      return { fresh: t(`join-password-${fault}`, { missing, max: PASSWORD_MAX }) };
    }
    return fresh() === old() ? { fresh: t("settings-password-same") } : {};
  }

  function show(found: Errors): void {
    setErrors(found);
    const name = found.old ? "old-password" : found.fresh ? "new-password" : null;
    if (name) queueMicrotask(() => form.querySelector<HTMLElement>(`[name=${name}]`)?.focus());
  }

  async function save(): Promise<void> {
    setNotice();
    const found = faults();
    show(found);
    if (found.old || found.fresh) return;
    setBusy(true);
    try {
      await people.changePassword(old(), fresh());
      setOld("");
      setFresh("");
      toast(t("settings-password-changed"));
      props.onChanged();
    } catch (problem) {
      refuse(problem);
    } finally {
      setBusy(false);
    }
  }

  function refuse(problem: unknown): void {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (problem.code === "bad_password") show({ old: t("settings-password-old-wrong") });
    else if (problem.code === "weak_password") show({ fresh: t("join-password-weak") });
    else if (problem.retryAfterS !== null)
      setNotice(t("signin-too-many", { wait: waitingTime(problem.retryAfterS) }));
    else setNotice(t("settings-fault", { detail: words(problem) }));
  }

  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy()) void save();
      }}
    >
      <h3>{t("settings-password")}</h3>
      <input type="text" name="username" autocomplete="username" value={props.handle} readonly hidden />
      <PasswordField
        label={t("settings-password-old")}
        name="old-password"
        autocomplete="current-password"
        value={old()}
        error={errors().old}
        onInput={(typed) => {
          setErrors({});
          setOld(typed);
        }}
      />
      <PasswordField
        label={t("settings-password-new")}
        name="new-password"
        autocomplete="new-password"
        measured
        hint={t("join-password-hint", { min: PASSWORD_MIN })}
        value={fresh()}
        error={errors().fresh}
        onInput={(typed) => {
          setErrors({});
          setFresh(typed);
        }}
      />
      <Notice text={notice()} />
      <div class="row">
        <button type="submit" class="button" aria-disabled={busy() ? "true" : undefined}>
          {t("settings-password-change")}
        </button>
      </div>
    </form>
  );
}
