import type { JSX } from "solid-js";
import { setTheme, theme, type Theme } from "../design";
import { lessData, setLessData } from "../design/less_data";
import { Segments } from "../design/segments";
import { locale, LOCALE_NAMES, LOCALES, setLocale, t, type Locale } from "../i18n";
import { Section } from "./section";

const THEMES: readonly Theme[] = ["dark", "light", "system"];

/** What belongs to this browser, signed in or not: language, look, thrift. */
export function AppSection(): JSX.Element {
  return (
    <Section id="app" title={t("settings-app")}>
      <Segments<Locale>
        legend={t("settings-language")}
        value={locale()}
        options={LOCALES.map((tag) => ({ value: tag, label: LOCALE_NAMES[tag], lang: tag }))}
        onChange={(tag) => void setLocale(tag)}
      />
      <Segments<Theme>
        legend={t("settings-theme")}
        value={theme()}
        options={THEMES.map((value) => ({ value, label: t(`settings-theme-${value}`) }))}
        onChange={setTheme}
      />
      <label class="choice switch">
        <input
          type="checkbox"
          role="switch"
          checked={lessData()}
          onChange={(event) => setLessData(event.currentTarget.checked)}
        />
        <span>
          <span class="choice-name">{t("settings-data")}</span>
          <span class="small-text quiet-text choice-why">{t("settings-data-why")}</span>
        </span>
      </label>
    </Section>
  );
}
