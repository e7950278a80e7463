import { createSignal, For, onMount, type JSX } from "solid-js";
import type { SetStoreFunction } from "solid-js/store";
import { ApiProblem, people, type Zones } from "../api";
import { Field, Notice, toast } from "../design";
import { locale, t } from "../i18n";
import { navigate } from "../router";
import { setMe } from "../session";
import { localDay } from "./birth";
import { BirthField } from "./birth_field";
import { handleFault, tidyHandle } from "./handle";
import { bodyOf, faultsOf, fieldOfRefusal, firstFault, type JoinField, type JoinForm } from "./join_form";
import { Keeper } from "./keeper";
import { PASSWORD_MIN } from "./password";
import { PasswordField } from "./password_field";
import { handleSentence, noticeFor, refusalSentence, sentences, type Errors } from "./person_words";

export interface PersonStepProps {
  directory: Zones;
  market: string;
  country: string;
  form: JoinForm;
  onChange: SetStoreFunction<JoinForm>;
  next: string;
  /** Signed in now; the next page is on its way. */
  onJoined: () => void;
  onOtherCountry: () => void;
}

/** Where the focus goes for each field with a fault. */
const CONTROL: Record<JoinField, string> = {
  handle: "[name=handle]",
  password: "[name=password]",
  birth: ".birth input",
  language: "[name=language]",
  email: "[name=email]",
};

/** Second step: who are you here. Asked only at the origin of the zone that will keep the answers. */
export function PersonStep(props: PersonStepProps): JSX.Element {
  const [errors, setErrors] = createSignal<Errors>({});
  const [notice, setNotice] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let formElement!: HTMLFormElement;
  let title!: HTMLHeadingElement;

  onMount(() => {
    if (props.form.language === "") props.onChange("language", likelyLanguage(props.directory));
    queueMicrotask(() => title.focus({ preventScroll: true }));
  });

  const minAge = (): number => props.directory.edition.min_age;
  const clear = (field: JoinField): void => {
    setErrors(({ [field]: _, ...rest }) => rest);
    setNotice(undefined);
  };
  const focusOn = (field: JoinField | null): void => {
    if (field) formElement.querySelector<HTMLElement>(CONTROL[field])?.focus();
  };
  const handleError = (): string | undefined => {
    if (errors().handle) return errors().handle;
    const fault = handleFault(props.form.handle);
    // While somebody types, only what cannot become right by typing on.
    const unfinished =
      fault === "empty" || fault === "short" || fault === "letter" || props.form.handle.endsWith(".");
    return fault && !unfinished ? handleSentence(fault) : undefined;
  };

  async function submit(): Promise<void> {
    setNotice(undefined);
    const faults = faultsOf(props.form, localDay(new Date()), minAge());
    setErrors(sentences(faults, props.form, minAge()));
    if (firstFault(faults)) return focusOn(firstFault(faults));
    setBusy(true);
    try {
      const person = await people.signUp(props.market, bodyOf(props.form));
      props.onChange({ password: "", birth: { day: "", month: "", year: "" }, email: "" });
      props.onJoined();
      setMe(person);
      navigate(props.next, { replace: true });
      toast(t("join-welcome", { handle: `@${person.handle}` }));
    } catch (problem) {
      refuse(problem);
    } finally {
      setBusy(false);
    }
  }

  function refuse(problem: unknown): void {
    if (!(problem instanceof ApiProblem)) throw problem;
    const fields = (problem.more["fields"] ?? {}) as Record<string, unknown>;
    const field = fieldOfRefusal(problem.code, fields);
    if (field === null) {
      setNotice(noticeFor(problem));
      return;
    }
    setErrors({ [field]: refusalSentence(problem, field, minAge()) });
    queueMicrotask(() => focusOn(field));
  }

  return (
    <div class="gate">
      <header class="gate-head">
        <p class="step small-text quiet-text number">{t("join-step", { step: 2, steps: 2 })}</p>
        <h1 ref={title} tabindex="-1">
          {t("join-you-title")}
        </h1>
        <Keeper zone={props.directory.zone} custodian={props.directory.markets[props.market]?.custodian ?? ""}>
          <p class="row lives">
            <span class="quiet-text">{t("join-lives-in", { country: props.country })}</span>
            <button type="button" class="button quiet small" onClick={() => props.onOtherCountry()}>
              {t("join-change-country")}
            </button>
          </p>
        </Keeper>
      </header>
      <form
        ref={formElement}
        class="form gate-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy()) void submit();
        }}
      >
        <Field
          label={t("join-handle-label")}
          hint={t("join-handle-hint", {
            host: location.host,
            handle: tidyHandle(props.form.handle) || t("join-handle-example"),
          })}
          error={handleError()}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              name="handle"
              dir="ltr"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              value={props.form.handle}
              onInput={(event) => {
                clear("handle");
                props.onChange("handle", event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <PasswordField
          label={t("join-password-label")}
          name="password"
          autocomplete="new-password"
          measured
          hint={t("join-password-hint", { min: PASSWORD_MIN })}
          error={errors().password}
          value={props.form.password}
          onInput={(typed) => {
            clear("password");
            props.onChange("password", typed);
          }}
        />
        <BirthField
          value={props.form.birth}
          error={errors().birth}
          onInput={(part, typed) => {
            clear("birth");
            props.onChange("birth", part, typed);
          }}
        />
        <Field label={t("join-language-label")} hint={t("join-language-hint")} error={errors().language}>
          {(control) => (
            <select
              {...control}
              name="language"
              onChange={(event) => props.onChange("language", event.currentTarget.value)}
            >
              <For each={props.directory.languages}>
                {(language) => (
                  <option value={language.code} lang={language.code} selected={language.code === props.form.language}>
                    {language.name}
                  </option>
                )}
              </For>
            </select>
          )}
        </Field>
        <Field
          label={`${t("join-email-label")} (${t("join-email-optional")})`}
          hint={t("join-email-hint")}
          error={errors().email}
        >
          {(control) => (
            <input
              {...control}
              type="email"
              name="email"
              dir="ltr"
              autocomplete="email"
              value={props.form.email}
              onInput={(event) => {
                clear("email");
                props.onChange("email", event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <Notice text={notice()} />
        <div class="row gate-actions">
          <button type="submit" class="button act" aria-disabled={busy() ? "true" : undefined}>
            {busy() ? t("join-busy") : t("join-submit")}
          </button>
          <p class="quiet-text">
            {t("join-have-account")} <a href="/signin">{t("signin-title")}</a>
          </p>
        </div>
      </form>
    </div>
  );
}

/** The language of the app where the zone has it, else the first one it has. */
function likelyLanguage(directory: Zones): string {
  const codes = directory.languages.map((language) => language.code);
  return (
    [locale(), ...navigator.languages.map((tag) => tag.split("-")[0] ?? "")].find((tag) => codes.includes(tag)) ??
    codes[0] ??
    "en"
  );
}
