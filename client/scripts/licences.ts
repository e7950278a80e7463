import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

interface PackageFile {
  name: string;
  version: string;
  license?: string;
}

/** Packages whose licence may travel in the client; another one needs a look before it ships. */
const WELCOME = new Set(["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "OFL-1.1"]);
/** Not JavaScript, so no module of the build names it. */
const FONT = "node_modules/@fontsource-variable/bricolage-grotesque";

/** Writes licences.txt: what of others is in the client, and under which licence. Fails on one that is not known. */
export function licences(): Plugin {
  return {
    name: "kurzum-licences",
    apply: "build",
    generateBundle(_options, bundle) {
      const folders = new Set([FONT]);
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk") for (const id of chunk.moduleIds) addFolder(folders, id);
      const parts = [...folders].map(partOf).sort();
      this.emitFile({ type: "asset", fileName: "licences.txt", source: parts.join("\n\n\n") });
    },
  };
}

function addFolder(folders: Set<string>, id: string): void {
  if (!id.includes("/node_modules/")) return;
  for (let folder = dirname(id.replace(/^\0/, "")); folder.includes("/node_modules/"); folder = dirname(folder)) {
    const found = join(folder, "package.json");
    if (existsSync(found) && "version" in JSON.parse(readFileSync(found, "utf8"))) return void folders.add(folder);
  }
}

function partOf(folder: string): string {
  const { name, version, license = "" } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageFile;
  if (!WELCOME.has(license)) throw new Error(`${name} is under "${license}", which scripts/licences.ts does not know`);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}`;
}
