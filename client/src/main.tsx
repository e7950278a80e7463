import { render } from "solid-js/web";
import { App } from "./app/app";
import { loadArea } from "./i18n";

const root = document.getElementById("app");
if (root) {
  void loadArea("app").then(() => {
    root.replaceChildren();
    render(() => <App />, root);
  });
}
