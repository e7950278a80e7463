import { createSignal, onCleanup, Show, type JSX } from "solid-js";
import { createStore } from "solid-js/store";
import type { Zones } from "../api";
import { LockIcon } from "../design";
import { locale, t } from "../i18n";
import { tidyCaption } from "./caption";
import { earlyRejection } from "./clip_check";
import { captionFits, DetailsFields } from "./details_fields";
import { FileButton, FileChooser } from "./file_chooser";
import type { Details } from "./item";
import { lookAt, type Looked } from "./look";
import { rejectionSentence } from "./rejection";
import { sizeInWords } from "./size";

export interface ComposerProps {
  directory: Zones;
  language: string;
  onUpload: (file: File, details: Details, thumb: string | null) => void;
}

interface Chosen {
  file: File;
  url: string;
  looked: Looked;
}

/** A new clip in the making: the file, looked at on this device alone, and what the person says about it. */
export function Composer(props: ComposerProps): JSX.Element {
  const [chosen, setChosen] = createSignal<Chosen>();
  const [looking, setLooking] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const [details, setDetails] = createStore<Details>({ caption: "", language: props.language, visibility: "public" });
  let form!: HTMLFormElement;

  const letGo = (): void => {
    const now = chosen();
    if (now) URL.revokeObjectURL(now.url);
    setChosen();
  };
  onCleanup(letGo);

  /** Ends when the file that was chosen last has been looked at. */
  let lookedOver = Promise.resolve();
  const take = (file: File): void => void (lookedOver = lookOver(file));

  async function lookOver(file: File): Promise<void> {
    letGo();
    setError();
    setLooking(true);
    const url = URL.createObjectURL(file);
    const looked = await lookAt(file, url);
    setLooking(false);
    const code = earlyRejection(looked, props.directory.edition);
    if (code !== null) {
      URL.revokeObjectURL(url);
      setError(rejectionSentence(code, props.directory.edition, looked));
      return;
    }
    setChosen({ file, url, looked });
  }

  let asked = false;
  async function submit(): Promise<void> {
    // Asked twice while the file is being looked at, it is sent once.
    if (asked) return;
    asked = true;
    await lookedOver;
    asked = false;
    const now = chosen();
    if (!now) {
      setError((said) => said ?? t("upload-file-missing"));
      form.querySelector<HTMLElement>("input[type=file]")?.focus();
    } else if (!captionFits(details)) {
      form.querySelector<HTMLElement>("[name=caption]")?.focus();
    } else {
      props.onUpload(now.file, { ...details, caption: tidyCaption(details.caption) }, now.looked.thumb);
      letGo();
      setDetails({ caption: "", visibility: "public" });
    }
  }

  return (
    <form
      ref={form}
      class="composer"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="composer-clip">
        <Show
          when={chosen()}
          fallback={
            <Show
              when={looking()}
              fallback={
                <FileChooser bounds={props.directory.edition} error={error()} onFile={(file) => take(file)} />
              }
            >
              <p class="chooser skeleton" role="status">
                {t("upload-looking")}
              </p>
            </Show>
          }
        >
          {(now) => (
            <Preview
              name={now().file.name}
              size={sizeInWords(now().file.size, locale())}
              url={now().url}
              plays={now().looked.picture}
              onOther={(file) => take(file)}
            />
          )}
        </Show>
      </div>
      <div class="composer-words form">
        <DetailsFields value={details} languages={props.directory.languages} onChange={setDetails} />
        <div class="stack">
          <button type="submit" class="button act wide">
            {t("upload-submit")}
          </button>
          <p class="small-text quiet-text with-icon">
            <LockIcon />
            {t("upload-metadata")}
          </p>
        </div>
      </div>
    </form>
  );
}

interface PreviewProps {
  name: string;
  size: string;
  url: string;
  plays: boolean;
  onOther: (file: File) => void;
}

function Preview(props: PreviewProps): JSX.Element {
  return (
    <figure class="preview">
      <Show
        when={props.plays}
        fallback={
          <p class="preview-blank quiet-text">
            <span>{t("upload-no-preview")}</span>
          </p>
        }
      >
        <video
          ref={(video) => (video.muted = true)}
          src={props.url}
          aria-label={t("upload-preview")}
          controls
          playsinline
          loop
          autoplay
        />
      </Show>
      <figcaption>
        <span class="small-text quiet-text file-name">
          {t("upload-file", { name: props.name, size: props.size })}
        </span>
        <FileButton
          label={t("upload-other")}
          onFiles={(files) => {
            const [file] = files ?? [];
            if (file) props.onOther(file);
          }}
        />
      </figcaption>
    </figure>
  );
}
