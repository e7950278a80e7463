import { render } from "solid-js/web";
import { App } from "./app/app";
import { loadArea } from "./i18n";
import { preload } from "./router";
import { uploadsWait } from "./upload/waiting";

const LEAD_MS = 300;

/** The picture of a shared link comes first; what stands around it waits for it, but not for long. */
function pictureShows(): Promise<unknown> {
  const video = document.querySelector<HTMLVideoElement>("#first video");
  if (!video || video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve();
  const shows = new Promise((done) => video.addEventListener("loadeddata", () => requestAnimationFrame(done), { once: true }));
  return Promise.race([shows, new Promise((done) => setTimeout(done, LEAD_MS))]);
}

const FACE_MS = 100;

/**
 * The display face where it is quick; after this time a browser does without it (font-display: optional), and nothing
 * that was drawn moves when it comes.
 */
const faceIsKnown = (): Promise<unknown> =>
  Promise.race([document.fonts.load('1em "Bricolage Grotesque Still"'), new Promise((done) => setTimeout(done, FACE_MS))]);

const root = document.getElementById("app");
if (root) {
  // The page's code and words come beside the frame's, not after them.
  preload(location.pathname);
  void Promise.all([loadArea("app"), pictureShows(), faceIsKnown().catch(() => undefined)]).then(() => {
    root.replaceChildren();
    render(() => <App />, root);
  });
}

// After the first page stands, so that keeping files does not compete with showing clips.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  const keep = (): unknown => setTimeout(() => void navigator.serviceWorker.register("/sw.js").catch(() => undefined), 3000);
  // The code of a shared link's page comes after the page has loaded.
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep);
}

// Uploads that were under way go on by themselves, whichever page is opened first.
if (uploadsWait()) void import("./upload/uploads");
