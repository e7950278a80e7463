import { createSignal, type JSX } from "solid-js";
import { Blank, Toasts } from "../design";
import { t } from "../i18n";
import { currentRoute, Outlet } from "../router";
import { Frame } from "./frame";

export function App(): JSX.Element {
  const shape = (): "stage" | "page" => currentRoute()?.route.shape ?? "page";
  return (
    <>
      <a class="skip-to" href="#main">
        {t("skip-to-main")}
      </a>
      <Frame shape={shape()}>
        <Outlet
          notFound={() => (
            <Blank page title={t("not-found-title")} text={t("not-found-text")}>
              <a class="button act" href="/">
                {t("to-the-feed")}
              </a>
            </Blank>
          )}
          failed={(retry) => (
            <Blank page title={t("page-failed-title")} text={t("page-failed-text")}>
              <button type="button" class="button act" onClick={retry}>
                {t("try-again")}
              </button>
            </Blank>
          )}
          waiting={() => <Waiting />}
        />
      </Frame>
      <Toasts />
    </>
  );
}

/** Nothing for a moment; after a second, a word. */
function Waiting(): JSX.Element {
  const [long, setLong] = createSignal(false);
  setTimeout(() => setLong(true), 1000);
  return <p class="quiet-text">{long() ? t("still-loading") : ""}</p>;
}
