/** The list of countries: named in the reader's language, searched by any of their names, guessed without asking anybody. */

export interface Country {
  code: string;
  /** In the reader's language. */
  name: string;
  /** What a search may find it by: all folded names and the code. */
  keys: string[];
}

/** Lower case and without accents, so that "osterreich" finds Österreich. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** The markets as countries, sorted as the reader's language sorts. `markets` maps a code to the server's English name. */
export function countriesIn(language: string, markets: Readonly<Record<string, string>>): Country[] {
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  const list = Object.entries(markets).map(([code, english]) => {
    const name = names.of(code) ?? english;
    return { code, name, keys: [...new Set([fold(name), fold(english), code.toLowerCase()])] };
  });
  return list.sort((a, b) => a.name.localeCompare(b.name, language));
}

/** How well a country answers a search: 0 best, Infinity not at all. */
function distance(country: Country, wanted: string): number {
  if (country.keys.includes(wanted)) return 0;
  if (country.keys.some((key) => key.startsWith(wanted))) return 1;
  if (country.keys.some((key) => key.split(/[\s\-(]+/).some((word) => word.startsWith(wanted)))) return 2;
  return country.keys.some((key) => key.length > 2 && key.includes(wanted)) ? 3 : Infinity;
}

/** Those that answer the search, best first; all of them for an empty one. */
export function findCountries(all: readonly Country[], typed: string): Country[] {
  const wanted = fold(typed);
  if (wanted === "") return [...all];
  return all
    .map((country, at) => ({ country, at, far: distance(country, wanted) }))
    .filter((found) => found.far < Infinity)
    .sort((a, b) => a.far - b.far || a.at - b.at)
    .map((found) => found.country);
}

/** The time zones of a country as the browser knows them; none where it cannot say. */
function timeZonesOf(code: string): string[] {
  const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & {
    getTimeZones?: () => string[];
    timeZones?: string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

/**
 * Where the reader probably lives: the country of the clock, else that of the browser's language, else null.
 * Both are read from the browser alone; nothing is sent.
 */
export function guessCountry(
  codes: readonly string[],
  timeZone: string,
  languages: readonly string[],
): string | null {
  const regions = languages.map((tag) => new Intl.Locale(tag).region).filter((code) => code !== undefined);
  const near = codes.filter((code) => timeZonesOf(code).includes(timeZone));
  const both = regions.find((code) => near.includes(code));
  if (both !== undefined) return both;
  if (near.length > 0) return near[0] ?? null;
  return regions.find((code) => codes.includes(code)) ?? null;
}
