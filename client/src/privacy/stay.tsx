import { createSignal, type JSX } from "solid-js";
import { ApiProblem, words } from "../api";
import { toast } from "../design";
import { t } from "../i18n";
import { setMe } from "../session";
import { stay } from "./ask";

const READ_MS = 10_000;

/** Takes the wish to be erased back, and says what is there again. */
export function Stay(props: { class: string }): JSX.Element {
  const [busy, setBusy] = createSignal(false);

  async function keep(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      setMe(await stay());
      toast(t("leaving-kept"), { stays: READ_MS });
      // The button is gone with the notice that it stood in.
      document.getElementById("main")?.focus({ preventScroll: true });
    } catch (problem) {
      const late = problem instanceof ApiProblem && problem.status === 401;
      toast(late ? t("leaving-too-late") : words(problem), { tone: "limit" });
      if (late) setMe(null);
    } finally {
      setBusy(false);
    }
  }

  return (
    <button type="button" class={props.class} aria-disabled={busy() ? "true" : undefined} onClick={() => void keep()}>
      {t("leaving-stay")}
    </button>
  );
}
