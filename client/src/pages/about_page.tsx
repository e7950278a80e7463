import { createResource, For, Show, type JSX } from "solid-js";
import { zones } from "../api";
import { SealWords } from "../custody";
import { Mark } from "../design";
import { t } from "../i18n";
import { me } from "../session";
import "./about.css";

/** What Kurzum is, which zone this is, and what holds today. */
export default function AboutPage(): JSX.Element {
  const [directory] = createResource(() => zones());
  const marketsOf = (zone: string): number =>
    Object.values(directory.latest?.markets ?? {}).filter((market) => market.zone === zone).length;

  return (
    <div class="about">
      <header>
        <Mark />
        <h1>{t("about-title")}</h1>
        <p class="lead">{t("about-lead")}</p>
      </header>
      <section>
        <h2>{t("about-promise")}</h2>
        <ul class="points">
          <For each={["about-zone", "about-keys", "about-why", "about-limit"]}>{(id) => <li>{t(id)}</li>}</For>
        </ul>
      </section>
      <section>
        <h2>{t("seal-title")}</h2>
        <SealWords />
      </section>
      <Show when={!directory.error && directory.latest}>
        {(known) => (
          <section>
            <h2>{t("about-zones")}</h2>
            <ul class="zones">
              <For each={known().zones}>
                {(zone) => (
                  <li aria-current={zone.name === known().zone ? "true" : undefined}>
                    <b class="number">{zone.name.toUpperCase()}</b>
                    <span>{t("about-markets", { count: marketsOf(zone.name) })}</span>
                    <span class="quiet-text">{t("about-kept-by", { custodian: zone.custodian })}</span>
                    <Show when={zone.name === known().zone} fallback={<a href={zone.origin}>{t("about-open")}</a>}>
                      <span>{t("about-here")}</span>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </Show>
      <p>
        <a href="/licences.txt" rel="external">
          {t("about-licences")}
        </a>
      </p>
      <p class="row">
        <a class="button act" href="/">
          {t("to-the-feed")}
        </a>
        <Show when={me() === null}>
          <a class="button plain" href="/join">
            {t("join")}
          </a>
        </Show>
      </p>
    </div>
  );
}
