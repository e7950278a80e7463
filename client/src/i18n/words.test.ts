import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseLocale, directionOf, LOCALES } from "./languages";

const ROOT = join(import.meta.dirname, "../..");
const areas = readdirSync(join(ROOT, "locales/en")).map((file) => file.replace(/\.ftl$/, ""));

/** Message id to the variables that it uses. */
function wordsOf(locale: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const area of areas) {
    const source = readFileSync(join(ROOT, `locales/${locale}/${area}.ftl`), "utf8");
    for (const entry of source.split(/^(?=[a-z])/m)) {
      const id = /^([a-z][\w-]*) *=/.exec(entry)?.[1];
      if (id === undefined) continue;
      expect(found.has(id), `${locale}/${area}.ftl says ${id} twice`).toBe(false);
      found.set(id, new Set(Array.from(entry.matchAll(/\$(\w+)/g), (variable) => variable[1]!)));
    }
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
}

const english = wordsOf("en");

describe.each(LOCALES)("words in %s", (locale) => {
  const words = wordsOf(locale);

  it("are all there and nothing more", () => {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("use the same variables", () => {
    for (const [id, variables] of english) expect([...(words.get(id) ?? [])].sort(), id).toEqual([...variables].sort());
  });

  it("are read by Fluent without an error", () => {
    for (const area of areas) {
      const bundle = new FluentBundle(locale);
      const resource = new FluentResource(readFileSync(join(ROOT, `locales/${locale}/${area}.ftl`), "utf8"));
      expect(bundle.addResource(resource)).toEqual([]);
      expect(resource.body.length).toBe([...readFileSync(join(ROOT, `locales/${locale}/${area}.ftl`), "utf8").matchAll(/^[a-z][\w-]* *=/gm)].length);
    }
  });
});

describe("words in the code", () => {
  const code = sources(join(ROOT, "src"));

  it("exist", () => {
    for (const text of code)
      for (const [, id] of text.matchAll(/\b(?:t|tOr)\(\s*"([^"$]+)"/g)) expect(english.has(id!), `t("${id}")`).toBe(true);
  });

  it("are used: none is left over", () => {
    const all = code.join("\n");
    const unused = [...english.keys()].filter((id) => !all.includes(`"${id}"`) && !built(id, all));
    expect(unused).toEqual([]);
  });
});

/** Is the id one that the code puts together, such as `problem-${code}`? */
function built(id: string, code: string): boolean {
  const parts = id.split("-");
  return parts.some((_, at) => {
    const head = parts.slice(0, at + 1).join("-");
    const tail = parts.slice(at).join("-");
    return code.includes(`\`${head}-\${`) || (at > 0 && code.includes(`}-${tail}\``));
  });
}

describe("languages", () => {
  it("are chosen by the first wish that we can fulfil", () => {
    expect(chooseLocale([null, "fr-FR", "de-AT", "en"])).toBe("de");
    expect(chooseLocale(["xx"])).toBe("en");
  });

  it("know which way they are written", () => {
    expect(["ar", "he-IL", "fa", "pa-Arab", "de", "en-US", "ja"].map(directionOf)).toEqual(["rtl", "rtl", "rtl", "rtl", "ltr", "ltr", "ltr"]);
  });
});
