import { createSignal, Show, type JSX } from "solid-js";
import { FilmIcon, toast } from "../design";
import { locale, t } from "../i18n";
import type { ClipBounds } from "./clip_check";
import { sizeInWords } from "./size";

export interface FileChooserProps {
  bounds: ClipBounds;
  error?: string | undefined;
  onFile: (file: File) => void;
}

/** Endings beside the type: systems that do not know Matroska give it no video type. */
export const ACCEPTED = "video/*,.mp4,.mov,.webm,.mkv,.m4v";

/** A place in the shape of a clip: choose a file, drop one, or record one where the device can. */
export function FileChooser(props: FileChooserProps): JSX.Element {
  const [over, setOver] = createSignal(false);
  const canRecord = matchMedia("(pointer: coarse)").matches;
  const take = (files: FileList | null | undefined): void => {
    const [first] = files ?? [];
    if (!first) return;
    if ((files?.length ?? 0) > 1) toast(t("upload-several"));
    props.onFile(first);
  };
  return (
    <div
      class="chooser"
      classList={{ over: over(), wrong: props.error !== undefined }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <FilmIcon />
      <div class="chooser-ways">
        <FileButton label={t("upload-choose")} main onFiles={take} described="chooser-note" />
        <Show when={canRecord}>
          <FileButton label={t("upload-record")} capture onFiles={take} />
        </Show>
      </div>
      <p class="small-text quiet-text" aria-hidden={over() ? "true" : undefined}>
        {over() ? t("upload-drop-now") : canRecord ? "" : t("upload-drop")}
      </p>
      <p id="chooser-note" class="small-text quiet-text">
        {t("upload-limits", { size: sizeInWords(props.bounds.max_bytes, locale()) })}
      </p>
      <div role="alert">
        <Show when={props.error}>
          <p class="notice limit chooser-error">{props.error}</p>
        </Show>
      </div>
    </div>
  );
}

interface FileButtonProps {
  label: string;
  main?: boolean;
  capture?: boolean;
  described?: string;
  onFiles: (files: FileList | null) => void;
}

/** A file input that looks like a button and stays a file input for the keyboard and for screen readers. */
export function FileButton(props: FileButtonProps): JSX.Element {
  return (
    <label class="button file-button" classList={{ act: props.main ?? false, plain: !props.main }}>
      <span>{props.label}</span>
      <input
        type="file"
        class="unseen"
        accept={ACCEPTED}
        aria-describedby={props.described}
        {...(props.capture ? { capture: "environment" as const } : {})}
        onChange={(event) => {
          props.onFiles(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
