import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minifySync, transformWithOxc, type Plugin } from "vite";

const source = (file: string): string => readFileSync(fileURLToPath(new URL(`../src/${file}`, import.meta.url)), "utf8");

/**
 * Writes link.html, of which the server makes the pages of shared links (web/shell.py): the client's page with its code
 * and styles put aside in a template, and within it what shows the clip and then lets them in. Its one style and one
 * script are in the page itself; the server names their hashes in the content security policy.
 */
export function linkPage(): Plugin {
  return {
    name: "kurzum-link-page",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const index = bundle["index.html"];
      const page = Object.values(bundle).find(
        (chunk) => chunk.type === "chunk" && chunk.facadeModuleId?.endsWith("/clip/clip_page.tsx"),
      );
      if (index?.type !== "asset" || page?.type !== "chunk") throw new Error("the build has no page, or none of a clip");
      const script = /<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/.exec(String(index.source));
      if (!script) throw new Error("the client's page has no code");
      const entry = bundle[script[1]!.slice(1)];
      const imports = entry?.type === "chunk" ? entry.imports : [];
      const scripts = [...new Set([script[1]!.slice(1), ...imports, page.fileName, ...page.imports])];
      const styles = scripts.flatMap((file) => {
        const chunk = bundle[file];
        return chunk?.type === "chunk" ? [...(chunk.viteMetadata?.importedCss ?? [])] : [];
      });
      const files = [
        ...[...new Set(styles)].map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
        ...scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
        script[0],
      ];
      const wait = await transformWithOxc(source("link/wait.ts"), "wait.ts");
      const html = String(index.source)
        .replace(/\s*<script[^>]*><\/script>/g, "")
        .replace(/\s*<link rel="(modulepreload|stylesheet|preload)"[^>]*>/g, "")
        .replace(/<div id="app">.*<\/div>/, '<div id="app"></div>')
        .replace("<html ", "<html data-link ")
        .replace(/(<p class="boot-note">).*?(<\/p>)/, "$1Around this clip, Kurzum needs JavaScript.$2")
        .replace("<title>", () => `<style>${style()}</style>\n    <title>`)
        .replace("</body>", () => `  <template id="client">${files.join("")}</template>\n    <script>${minifySync("wait.js", wait.code).code.trim()}</script>\n  </body>`);
      this.emitFile({ type: "asset", fileName: "link.html", source: html });
    },
  };
}

/** Our style for such a page, in few bytes, with the values of tokens.css in place of their names. */
function style(): string {
  const tokens = source("design/tokens.css");
  const value = (name: string): string => {
    const found = new RegExp(`${name}: ([^;]+);`).exec(tokens)?.[1];
    if (found === undefined) throw new Error(`tokens.css has no ${name}`);
    return named(found);
  };
  const named = (css: string): string => css.replace(/var\((--[\w-]+)\)/g, (_, name: string) => value(name));
  return named(source("link/page.css"))
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/: /g, ":")
    .trim();
}
