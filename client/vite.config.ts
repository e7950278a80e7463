import { fileURLToPath } from "node:url";
import solid from "vite-plugin-solid";
import { licences } from "./scripts/licences.ts";
import { linkPage } from "./scripts/link_page.ts";
import { preloadFeed } from "./scripts/preload_feed.ts";
import { serviceWorker } from "./scripts/service_worker.ts";
import { defineConfig } from "vitest/config";

const outDir = fileURLToPath(new URL("../src/kurzum/web/static", import.meta.url));

/** KURZUM_ORIGIN: the running zone that `npm run dev` talks to. */
const zone = process.env["KURZUM_ORIGIN"] ?? "http://us.localhost:8000";

export default defineConfig({
  plugins: [solid(), serviceWorker(), preloadFeed(), linkPage(), licences()],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    manifest: "manifest.build.json",
    // A data: URI would be refused for fonts by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        // Few files for the first page: what every page needs in one, what plays clips in another.
        codeSplitting: {
          groups: [
            { name: "core", test: /src\/(api|session|design|i18n|router|events|app)\/|src\/custody\/(?!seal_words)|node_modules\/(solid-js|@fluent)\// },
            { name: "clip", test: /src\/(clip|player|feed)\/(?!\w+_page)/ },
          ],
        },
      },
    },
  },
  server: { host: "127.0.0.1", proxy: { "/api": zone, "/media": zone } },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
