// Fails when a newcomer must fetch more than budget.json allows before the feed plays: the entry, everything it imports
// statically, the feed's own code and one language's words, gzipped.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = here("../../src/kurzum/web/static/");
const budget = JSON.parse(readFileSync(here("../budget.json"), "utf8"));
const manifest = JSON.parse(readFileSync(`${built}manifest.build.json`, "utf8"));

const scripts = new Set();
const styles = new Set();

function need(key) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`budget.json names ${key}, which the build does not know`);
  for (const style of chunk.css ?? []) styles.add(style);
  if (chunk.file.endsWith(".css")) styles.add(chunk.file);
  if (!chunk.file.endsWith(".js") || scripts.has(chunk.file)) return;
  scripts.add(chunk.file);
  for (const imported of chunk.imports ?? []) need(imported);
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
need(entry);
for (const key of budget.routes) need(key);
for (const key of budget.words) need(manifest[key] ? key : `${key}?raw`);

const size = (file) => gzipSync(readFileSync(built + file), { level: 9 }).length;
const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0);

let failed = false;
for (const [what, files, most] of [
  ["JavaScript", scripts, budget.initial_js_gzip_bytes],
  ["CSS", styles, budget.initial_css_gzip_bytes],
]) {
  const bytes = total(files);
  console.log(`initial ${what}: ${bytes} of ${most} bytes gzipped, ${files.size} files`);
  if (process.argv.includes("--list")) for (const file of files) console.log(`  ${size(file)}  ${file}`);
  if (bytes > most) {
    console.error(`initial ${what} is over the budget of client/budget.json`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
