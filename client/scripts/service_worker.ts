import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("../src/offline/worker.js", import.meta.url));
/** Parts of the build that must open without a network, by the source they were made of. */
const NEEDED = /main\.tsx|feed_page|custody|locales\/[a-z]+\/(app|feed|seal)\.ftl/;

/** Writes sw.js: our worker with the list of the build's files that make up the shell. */
export function serviceWorker(): Plugin {
  return {
    name: "kurzum-service-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const shell = new Set<string>();
      const need = (file: string): void => {
        const chunk = bundle[file];
        if (shell.has(file) || chunk === undefined) return;
        shell.add(file);
        if (chunk.type !== "chunk") return;
        chunk.imports.forEach(need);
        chunk.viteMetadata?.importedCss.forEach((css) => shell.add(css));
      };
      for (const [file, chunk] of Object.entries(bundle)) {
        if (chunk.type === "chunk" && (chunk.isEntry || NEEDED.test(chunk.facadeModuleId ?? ""))) need(file);
        if (/\.css$|latin-wght.*\.woff2$/.test(file)) shell.add(file);
      }
      const paths = ["/", "/icons/mark.svg", ...[...shell].sort().map((file) => `/${file}`)];
      const version = createHash("sha256").update(paths.join("\n")).update(readFileSync(SOURCE)).digest("hex").slice(0, 12);
      const source = readFileSync(SOURCE, "utf8")
        .replace("__SHELL__", JSON.stringify(paths))
        .replace("__VERSION__", JSON.stringify(version));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
