import { For, type JSX } from "solid-js";
import { Field } from "../design";
import { t } from "../i18n";
import { CAPTION_MAX, CAPTION_NEAR, captionLength } from "./caption";
import type { Details, Visibility } from "./item";

export interface DetailsFieldsProps {
  value: Details;
  languages: readonly { code: string; name: string }[];
  onChange: (changes: Partial<Details>) => void;
}

const VISIBILITIES: readonly Visibility[] = ["public", "friends", "private"];

export const captionFits = (details: Details): boolean => captionLength(details.caption) <= CAPTION_MAX;

/** What a person says about a clip: before the upload and when they edit it. */
export function DetailsFields(props: DetailsFieldsProps): JSX.Element {
  const length = (): number => captionLength(props.value.caption);
  const note = (): string | undefined => {
    if (length() < CAPTION_NEAR) return undefined;
    return t("upload-caption-left", { left: CAPTION_MAX - length() });
  };
  return (
    <>
      <Field
        label={t("upload-caption-label")}
        hint={note()}
        error={length() > CAPTION_MAX ? t("upload-caption-over", { over: length() - CAPTION_MAX }) : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            name="caption"
            rows="3"
            dir="auto"
            placeholder={t("upload-caption-hint")}
            value={props.value.caption}
            onInput={(event) => props.onChange({ caption: event.currentTarget.value })}
          />
        )}
      </Field>
      <fieldset class="field who-sees">
        <legend class="label">{t("upload-visibility-label")}</legend>
        <For each={VISIBILITIES}>
          {(visibility) => (
            <label class="choice">
              <input
                type="radio"
                name="visibility"
                value={visibility}
                checked={props.value.visibility === visibility}
                onChange={() => props.onChange({ visibility })}
              />
              <span>
                <span class="choice-name">{t(`visibility-${visibility}`)}</span>{" "}
                <span class="small-text quiet-text choice-why">{t(`visibility-${visibility}-why`)}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <Field label={t("upload-language-label")}>
        {(control) => (
          <select
            {...control}
            name="language"
            onChange={(event) => props.onChange({ language: event.currentTarget.value })}
          >
            <For each={props.languages}>
              {(language) => (
                <option value={language.code} lang={language.code} selected={language.code === props.value.language}>
                  {language.name}
                </option>
              )}
            </For>
          </select>
        )}
      </Field>
    </>
  );
}
