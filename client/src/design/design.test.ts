import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tilesOf } from "./tiles";

const ROOT = join(import.meta.dirname, "..");
const styles = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".css"));

describe("style sheets", () => {
  // Physical sides would stand on the wrong side in languages written from right to left.
  const physical = /(?:^|[\s;{])(?:margin|padding|border|inset)?-?(?:left|right)\s*:|text-align:\s*(?:left|right)|float\s*:/;

  it.each(styles)("%s uses logical sides only", (file) => {
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
    expect(lines.filter((line) => physical.test(line))).toEqual([]);
  });

  it.each(styles)("%s asks no other origin for anything", (file) => {
    expect(readFileSync(join(ROOT, file), "utf8")).not.toMatch(/https?:\/\//);
  });
});

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The custom properties of the first rule with this selector, references resolved. */
function tokens(selector: string): Map<string, string> {
  const source = readFileSync(join(ROOT, "design/tokens.css"), "utf8");
  const found = new Map<string, string>();
  for (const one of [":root {", selector]) {
    const body = source.slice(source.indexOf(one)).split("}")[0] ?? "";
    for (const [, name, value] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) found.set(name!, value!);
  }
  for (const [name, value] of found) {
    const target = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    if (target) found.set(name, found.get(target) ?? value);
  }
  return found;
}

describe.each([":root {", ':root[data-theme="light"] {', ".on-clip {"])("colours of %s", (selector) => {
  const colours = tokens(selector);
  const on = (name: string, ground: string): number => contrast(colours.get(name)!, colours.get(ground)!);

  it.each(["ground", "raised", "raised-2"])("are readable on %s (AA)", (ground) => {
    for (const name of ["text", "text-2", "act-text", "proof-text", "limit-text"])
      expect(on(name, ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  it("show buttons and outlines", () => {
    expect(on("on-act", "act")).toBeGreaterThanOrEqual(7);
    expect(on("line-strong", "ground")).toBeGreaterThanOrEqual(3);
    expect(on("proof", "ground")).toBeGreaterThanOrEqual(3);
  });
});

describe("tile pictures", () => {
  it("are always the same for a name, and differ between names", () => {
    expect(tilesOf("anna")).toEqual(tilesOf("anna"));
    const names = ["anna", "bela", "tidepool", "deepzoom", "cellgarden", "rule110"];
    expect(new Set(names.map((name) => JSON.stringify(tilesOf(name)))).size).toBe(names.length);
  });
});
