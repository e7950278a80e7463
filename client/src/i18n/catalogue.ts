import { FluentBundle, FluentResource } from "@fluent/bundle";
import { directionOf, type Locale } from "./languages";

export type Args = Record<string, string | number>;

const sources = import.meta.glob<string>("../../locales/*/*.ftl", { query: "?raw", import: "default" });

/** One language's words: an area (one .ftl file) is fetched when a page first needs it. */
export class Catalogue {
  readonly #bundle: FluentBundle;
  readonly #areas = new Map<string, Promise<void>>();

  constructor(readonly locale: Locale) {
    // Isolation marks matter where directions mix; in left-to-right text they only get in the way of copying.
    this.#bundle = new FluentBundle(locale, { useIsolating: directionOf(locale) === "rtl" });
  }

  load(area: string): Promise<void> {
    let loading = this.#areas.get(area);
    if (loading === undefined) {
      loading = this.#fetch(area).catch((cause: unknown) => {
        this.#areas.delete(area);
        throw cause;
      });
      this.#areas.set(area, loading);
    }
    return loading;
  }

  async #fetch(area: string): Promise<void> {
    const source = sources[`../../locales/${this.locale}/${area}.ftl`];
    if (source === undefined) throw new Error(`no words for area ${area} in ${this.locale}`);
    this.#bundle.addResource(new FluentResource(await source()), { allowOverrides: true });
  }

  has(id: string): boolean {
    return this.#bundle.hasMessage(id);
  }

  /** The message's text; the id itself where it is missing, so that a gap is seen and nothing breaks. */
  text(id: string, args?: Args): string {
    const pattern = this.#bundle.getMessage(id)?.value;
    if (pattern === null || pattern === undefined) return id;
    return this.#bundle.formatPattern(pattern, args ?? null, []);
  }
}
