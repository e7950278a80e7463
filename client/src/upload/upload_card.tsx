import { createUniqueId, Match, Show, Switch, type JSX } from "solid-js";
import { FilmIcon, toast } from "../design";
import { keepFocus } from "../design/keep_focus";
import { locale, t } from "../i18n";
import { signInPath } from "../router";
import type { ClipBounds } from "./clip_check";
import { FileButton } from "./file_chooser";
import type { UploadItem } from "./item";
import { rejectionSentence } from "./rejection";
import { sizeInWords } from "./size";
import { reach, stageSentence, timeLeft } from "./upload_words";
import { cancel, dismiss, giveFile, goOn, pause, takeBackCancel } from "./uploads";

export interface UploadCardProps {
  item: UploadItem;
  bounds: ClipBounds;
}

/** One upload on its way, from the first byte to the published clip, and everything that can be done about it. */
export function UploadCard(props: UploadCardProps): JSX.Element {
  const id = createUniqueId();
  const at = (): UploadItem["stage"]["at"] => props.item.stage.at;
  const title = (): string => props.item.details.caption.split("\n")[0] || props.item.name;
  const size = (bytes: number): string => sizeInWords(bytes, locale());
  return (
    <article
      class="on-way"
      classList={{ ended: at() === "done", failed: at() === "rejected" }}
      aria-labelledby={id}
      tabindex="-1"
    >
      <Thumb src={props.item.thumb} />
      <div class="on-way-words">
        <h2 id={id} class="on-way-title" dir="auto">
          {title()}
        </h2>
        <p role="status">{stageSentence(props.item)}</p>
        <Show when={reach(props.item)} keyed={false}>
          {(part) => <progress class="bar" max="1" value={part()} aria-label={stageSentence(props.item)} />}
        </Show>
        <Show when={["sending", "paused", "offline"].includes(at())}>
          <p class="small-text quiet-text number">
            {t("upload-progress", { sent: size(props.item.sent), total: size(props.item.bytes) })}
            <Show when={props.item.stage.at === "sending" && props.item.stage}>
              {(stage) => <> · {timeLeft(stage().left)}</>}
            </Show>
          </p>
          <p class="small-text quiet-text">{props.item.kept ? t("upload-saved") : t("upload-not-saved")}</p>
        </Show>
        <Show when={props.item.stage.at === "rejected" && props.item.stage}>
          {(stage) => (
            <p class="notice limit">{rejectionSentence(stage().code, props.bounds, null, stage().detail)}</p>
          )}
        </Show>
        <Show when={at() === "done"}>
          <p class="small-text quiet-text">{t("upload-done-more")}</p>
        </Show>
        <div class="row">
          <Actions item={props.item} />
        </div>
      </div>
    </article>
  );
}

export function Thumb(props: { src: string | null }): JSX.Element {
  return (
    <div class="thumb" aria-hidden="true">
      <Show when={props.src} fallback={<FilmIcon />}>
        {(src) => <img src={src()} alt="" />}
      </Show>
    </div>
  );
}

function Actions(props: { item: UploadItem }): JSX.Element {
  const at = (): string => props.item.stage.at;
  const key = props.item.key;
  const stop = (button: Element): void => {
    void keepFocus(button.closest(".upload, .my-clips"), () => cancel(key));
    toast(t("upload-cancelled"), { action: { label: t("clips-undo"), run: () => takeBackCancel(key) } });
  };
  const again = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (!file || giveFile(key, file)) return;
    const { name, bytes } = props.item;
    toast(t("upload-file-differs", { name, size: sizeInWords(bytes, locale()) }), { tone: "limit" });
  };
  return (
    <>
      <Switch>
        <Match when={at() === "sending"}>
          <button
            type="button"
            class="button small"
            onClick={(event) => void keepFocus(event.currentTarget.closest(".row"), () => pause(key))}
          >
            {t("upload-pause")}
          </button>
        </Match>
        <Match when={at() === "paused"}>
          <button
            type="button"
            class="button small act"
            onClick={(event) => void keepFocus(event.currentTarget.closest(".row"), () => goOn(key))}
          >
            {t("upload-resume")}
          </button>
        </Match>
        <Match when={at() === "offline" || at() === "stopped"}>
          <button
            type="button"
            class="button small"
            onClick={(event) => void keepFocus(event.currentTarget.closest(".row"), () => goOn(key))}
          >
            {t("upload-again")}
          </button>
        </Match>
        <Match when={at() === "signed_out"}>
          <a class="button small act" href={signInPath()}>
            {t("sign-in")}
          </a>
        </Match>
        <Match when={at() === "file_gone"}>
          <FileButton label={t("upload-file-again")} main onFiles={again} />
        </Match>
        <Match when={at() === "done"}>
          <a class="button small act" href={`/c/${props.item.clip}`}>
            {t("upload-watch")}
          </a>
        </Match>
      </Switch>
      <Show when={["done", "rejected"].includes(at())}>
        <button
          type="button"
          class="button small quiet"
          onClick={(event) => void keepFocus(event.currentTarget.closest(".upload, .my-clips"), () => dismiss(key))}
        >
          {t("upload-remove")}
        </button>
      </Show>
      <Show when={!["done", "rejected", "preparing", "finishing"].includes(at())}>
        <button type="button" class="button small quiet" onClick={(event) => stop(event.currentTarget)}>
          {t("upload-cancel")}
        </button>
      </Show>
    </>
  );
}
