/** The languages we have words in, and which way each is written. */
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_NAMES: Record<Locale, string> = { en: "English", de: "Deutsch" };

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]);

export function directionOf(tag: string): "rtl" | "ltr" {
  const [language = "", script] = tag.toLowerCase().split("-");
  return RIGHT_TO_LEFT.has(language) || script === "arab" || script === "hebr" ? "rtl" : "ltr";
}

/** The first of the wanted languages that we have; English otherwise. */
export function chooseLocale(wanted: readonly (string | null | undefined)[]): Locale {
  for (const tag of wanted) {
    const language = tag?.toLowerCase().split("-")[0];
    const found = LOCALES.find((locale) => locale === language);
    if (found) return found;
  }
  return "en";
}
