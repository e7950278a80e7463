/**
 * Words. Every text a person reads comes from locales/LANGUAGE/AREA.ftl through `t`; areas load with their pages.
 */
import { createSignal, For, type JSX } from "solid-js";
import { Catalogue, type Args } from "./catalogue";
import { chooseLocale, directionOf, type Locale } from "./languages";

export { LOCALE_NAMES, LOCALES, type Locale } from "./languages";

const KEPT = "kurzum.language";
const catalogues = new Map<Locale, Catalogue>();
const wantedAreas = new Set<string>();

const [catalogue, setCatalogue] = createSignal(
  catalogueOf(chooseLocale([localStorage.getItem(KEPT), ...navigator.languages])),
);
showOnDocument(catalogue().locale);

export const locale = (): Locale => catalogue().locale;

/** Has this browser's owner chosen a language here? Then an account's language does not override it. */
export const languageWasChosen = (): boolean => localStorage.getItem(KEPT) !== null;

/** Fetches an area's words in the present language. Await it before the area's page shows. */
export async function loadArea(area: string): Promise<void> {
  wantedAreas.add(area);
  let loaded: Catalogue;
  do await (loaded = catalogue()).load(area);
  while (loaded !== catalogue());
}

/** Changes the language of everything on the page, once its words are there; `keep` remembers it in this browser. */
export async function setLocale(next: Locale, options: { keep: boolean } = { keep: true }): Promise<void> {
  const loaded = catalogueOf(next);
  let areas: number;
  do {
    areas = wantedAreas.size;
    await Promise.all([...wantedAreas].map((area) => loaded.load(area)));
  } while (areas !== wantedAreas.size);
  if (options.keep) localStorage.setItem(KEPT, next);
  showOnDocument(next);
  setCatalogue(loaded);
}

export const t = (id: string, args?: Args): string => catalogue().text(id, args);

/** The text of `id`, or of `fallback` where the language has none: for codes that a newer server may add. */
export const tOr = (id: string, fallback: string, args?: Args): string =>
  catalogue().has(id) ? catalogue().text(id, args) : fallback;

/** A message in which `<b>...</b>` marks what matters most. */
export function Rich(props: { id: string; args?: Args }): JSX.Element {
  const parts = (): string[] => t(props.id, props.args).split(/<b>(.*?)<\/b>/);
  return <For each={parts()}>{(part, at) => (at() % 2 === 1 ? <strong>{part}</strong> : part)}</For>;
}

const compact = new Map<Locale, Intl.NumberFormat>();

/** 1234 as "1.2K": counts beside clips. */
export function short(count: number): string {
  const tag = locale();
  let format = compact.get(tag);
  if (!format) compact.set(tag, (format = new Intl.NumberFormat(tag, { notation: "compact", maximumFractionDigits: 1 })));
  return format.format(count);
}

/** 0.412 as "41%", in the language's own way. */
export const percent = (part: number): string =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(part);

/** What a country or a language is called here: "DE" is Germany, "de" is German. */
export function nameOf(type: "region" | "language", code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A day, in the language's own way: "22 Nov 2026". */
export function day(rfc3339: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(rfc3339));
}

function catalogueOf(tag: Locale): Catalogue {
  let found = catalogues.get(tag);
  if (!found) catalogues.set(tag, (found = new Catalogue(tag)));
  return found;
}

function showOnDocument(tag: Locale): void {
  document.documentElement.lang = tag;
  document.documentElement.dir = directionOf(tag);
}
