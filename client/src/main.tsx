import { render } from "solid-js/web";
import { App } from "./app/app";
import { loadArea } from "./i18n";
import { preload } from "./router";
import { uploadsWait } from "./upload/waiting";

const root = document.getElementById("app");
if (root) {
  // The page's code and words come beside the frame's, not after them.
  preload(location.pathname);
  void loadArea("app").then(() => {
    root.replaceChildren();
    render(() => <App />, root);
  });
}

// After the first page stands, so that keeping files does not compete with showing clips.
if (import.meta.env.PROD && "serviceWorker" in navigator)
  addEventListener("load", () => setTimeout(() => void navigator.serviceWorker.register("/sw.js").catch(() => undefined), 3000));

// Uploads that were under way go on by themselves, whichever page is opened first.
if (uploadsWait()) void import("./upload/uploads");
