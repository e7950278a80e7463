import { createSignal, Show, type JSX } from "solid-js";
import { Field } from "../design";
import { t } from "../i18n";
import { PASSWORD_MIN, passwordReach } from "./password";

export interface PasswordFieldProps {
  label: string;
  value: string;
  onInput: (typed: string) => void;
  autocomplete: "current-password" | "new-password";
  name: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Draws the way to long enough under a new password. */
  measured?: boolean;
}

/** A password that can be looked at. The words for Show and Hide are in the area `account`. */
export function PasswordField(props: PasswordFieldProps): JSX.Element {
  const [shown, setShown] = createSignal(false);
  const missing = (): number => PASSWORD_MIN - [...props.value].length;
  const hint = (): string | undefined => {
    if (!props.measured || props.value === "") return props.hint;
    return missing() > 0 ? t("join-password-short", { missing: missing() }) : t("join-password-enough");
  };
  return (
    <Field label={props.label} hint={hint()} error={props.error}>
      {(control) => (
        <div class="beside" classList={{ measured: props.measured ?? false }}>
          <input
            {...control}
            type={shown() ? "text" : "password"}
            name={props.name}
            dir="ltr"
            autocomplete={props.autocomplete}
            autocapitalize="none"
            spellcheck={false}
            required
            value={props.value}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
          <button
            type="button"
            class="button quiet small"
            aria-label={shown() ? t("join-password-hide-long") : t("join-password-show-long")}
            onClick={() => setShown(!shown())}
          >
            {shown() ? t("join-password-hide") : t("join-password-show")}
          </button>
          <Show when={props.measured}>
            <span
              class="reach"
              classList={{ there: missing() <= 0 }}
              ref={(line) => line.style.setProperty("--reach", "0")}
              style={{ "--reach": String(passwordReach(props.value)) }}
            />
          </Show>
        </div>
      )}
    </Field>
  );
}
