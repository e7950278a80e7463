import { createResource, createSignal, For, Match, Show, Switch, type JSX } from "solid-js";
import { words, zones } from "../api";
import { Blank } from "../design";
import { keepFocus } from "../design/keep_focus";
import { t } from "../i18n";
import { signInPath } from "../router";
import { me } from "../session";
import { Composer } from "./composer";
import { UploadCard } from "./upload_card";
import { beginUpload, uploads } from "./uploads";
import "./upload.css";

/** A new clip, and above it those on their way. */
export default function UploadPage(): JSX.Element {
  const [directory, { refetch }] = createResource(zones);
  const [asked, setAsked] = createSignal(false);
  const composing = (): boolean => asked() || uploads().length === 0;
  const page = (): Element | null => document.querySelector(".upload");
  const compose = (): void =>
    void keepFocus(page(), () => setAsked(true)).then(() =>
      page()?.querySelector<HTMLElement>(".composer input[type=file]")?.focus(),
    );
  const seconds = (ms: number): number => ms / 1000;
  return (
    <div class="upload">
      <Switch>
        <Match when={me() === null}>
          <Blank page title={t("upload-title")} text={t("upload-sign-in")}>
            <a class="button act" href={signInPath()}>
              {t("sign-in")}
            </a>
            <a class="button" href="/join?next=/upload">
              {t("join")}
            </a>
          </Blank>
        </Match>
        <Match when={directory.error}>
          <Blank page title={t("upload-title")} text={words(directory.error)}>
            <button type="button" class="button act" onClick={() => void refetch()}>
              {t("upload-again")}
            </button>
          </Blank>
        </Match>
        <Match when={me() && directory.latest}>
          {(all) => (
            <>
              <header class="upload-head">
                <h1>{t("upload-title")}</h1>
                <Show when={composing()}>
                  <p class="quiet-text">
                    {t("upload-lede", {
                      min: seconds(all().edition.clip_min_ms),
                      max: seconds(all().edition.clip_max_ms),
                    })}
                  </p>
                </Show>
              </header>
              <Show when={uploads().length > 0}>
                <section class="stack" aria-label={t("upload-sending")}>
                  <For each={uploads()}>{(item) => <UploadCard item={item} bounds={all().edition} />}</For>
                </section>
              </Show>
              <Show when={composing()} fallback={<Another onClick={() => compose()} />}>
                <Composer
                  directory={all()}
                  language={me()?.language ?? ""}
                  onUpload={(file, details, thumb) => {
                    void beginUpload(me()?.handle ?? "", file, details, thumb);
                    setAsked(false);
                    page()?.querySelector<HTMLElement>(".on-way")?.focus({ preventScroll: true });
                    document.getElementById("main")?.scrollTo({ top: 0 });
                  }}
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function Another(props: { onClick: () => void }): JSX.Element {
  return (
    <div class="row">
      <button type="button" class="button plain" onClick={() => props.onClick()}>
        {t("upload-another")}
      </button>
      <a class="button quiet" href="/clips">
        {t("upload-mine")}
      </a>
    </div>
  );
}
