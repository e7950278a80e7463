// The service worker: keeps the client's own files so that it opens without a network. It never touches the API, media
// or anything else that belongs to a person: those requests pass it by and are in no cache of ours.
// SHELL and VERSION are filled in by the build (scripts/service_worker.ts).
const SHELL = __SHELL__;
const CACHE = `kurzum-${__VERSION__}`;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload", credentials: "omit" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isOwnFile(url.pathname)) event.respondWith(ownFile(request));
  else if (request.mode === "navigate" && isPage(url.pathname)) event.respondWith(page(request));
});

const isOwnFile = (path) => path.startsWith("/assets/") || path.startsWith("/icons/");

const isPage = (path) => !/^\/(api|media|schema|ledger|healthz|readyz)(\/|$)/.test(path);

/** File names carry their content's hash, so what is in the cache is right for ever. */
async function ownFile(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") {
    const copy = answer.clone();
    await caches.open(CACHE).then((cache) => cache.put(request, copy));
  }
  return answer;
}

/** Pages come from the zone; without a network, or while it sleeps, the kept shell opens and says how things are. */
async function page(request) {
  const shell = await caches.match("/");
  if (!shell) return fetch(request);
  const late = new Promise((done) => setTimeout(() => done(shell.clone()), PATIENCE_MS));
  return Promise.race([fetch(request), late]).catch(() => shell);
}
