import { createSignal, For, type JSX } from "solid-js";
import { createStore } from "solid-js/store";
import { people, words, type Me, type Zones } from "../api";
import { Field, Notice, toast } from "../design";
import { t } from "../i18n";
import { setMe } from "../session";
import { BIO_MAX, bioFault, NAME_MAX, pointsOf } from "./lengths";
import { Section } from "./section";

/** What others read about the person, and the language of the clips that come first. */
export function ProfileSection(props: { me: Me; languages: Zones["languages"] }): JSX.Element {
  const [form, setForm] = createStore({ name: props.me.name, bio: props.me.bio, language: props.me.language });
  const [fault, setFault] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let element!: HTMLFormElement;

  const nameOver = (): number => pointsOf(form.name.trim()) - NAME_MAX;
  const bioLeft = (): number => BIO_MAX - pointsOf(form.bio.trim());
  const bioError = (): string | undefined => {
    const found = bioFault(form.bio);
    if (found === "long") return t("settings-bio-over", { over: -bioLeft() });
    return found === "lines" ? t("settings-bio-lines") : undefined;
  };

  async function save(): Promise<void> {
    if (nameOver() > 0) return element.querySelector<HTMLElement>("[name=name]")?.focus();
    if (bioError()) return element.querySelector<HTMLElement>("[name=bio]")?.focus();
    setBusy(true);
    setFault();
    try {
      setMe(await people.change({ ...form }));
      toast(t("settings-profile-saved"));
    } catch (problem) {
      setFault(t("settings-fault", { detail: words(problem) }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section id="profile" title={t("settings-profile")}>
      <form
        ref={element}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy()) void save();
        }}
      >
        <Field
          label={t("settings-name")}
          hint={t("settings-name-hint")}
          error={nameOver() > 0 ? t("settings-name-over", { over: nameOver() }) : undefined}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              name="name"
              autocomplete="name"
              dir="auto"
              value={form.name}
              onInput={(event) => setForm("name", event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("settings-bio")} hint={t("settings-bio-left", { left: bioLeft() })} error={bioError()}>
          {(control) => (
            <textarea
              {...control}
              name="bio"
              rows="3"
              dir="auto"
              value={form.bio}
              onInput={(event) => setForm("bio", event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t("settings-your-language")} hint={t("settings-your-language-hint")}>
          {(control) => (
            <select {...control} name="language" onChange={(event) => setForm("language", event.currentTarget.value)}>
              <For each={props.languages}>
                {(language) => (
                  <option value={language.code} lang={language.code} selected={language.code === form.language}>
                    {language.name}
                  </option>
                )}
              </For>
            </select>
          )}
        </Field>
        <Notice text={fault()} />
        <div class="row">
          <button type="submit" class="button act" aria-disabled={busy() ? "true" : undefined}>
            {t("settings-save")}
          </button>
          <a class="button quiet" href={`/@${encodeURIComponent(props.me.handle)}`}>
            {t("settings-see-profile")}
          </a>
        </div>
      </form>
    </Section>
  );
}
