import { createSignal, Match, Show, Switch, type JSX } from "solid-js";
import { Segments } from "../design/segments";
import { t } from "../i18n";
import { ClipGrid } from "./clip_grid";
import { KeptClips } from "./kept_clips";

type Shelf = "clips" | "saved" | "liked";

/** On one's own profile: the clips that everybody sees, and beside them what one kept for oneself. */
export function OwnClips(props: { handle: string; name: string }): JSX.Element {
  const [shelf, setShelf] = createSignal<Shelf>("clips");
  return (
    <>
      <div class="row own-shelves">
        <Segments<Shelf>
          legend={t("kept-shown")}
          quietLegend
          value={shelf()}
          options={[
            { value: "clips", label: t("kept-clips-own") },
            { value: "saved", label: t("kept-saved") },
            { value: "liked", label: t("kept-liked") },
          ]}
          onChange={setShelf}
        />
        <Show when={shelf() !== "clips"}>
          <p class="small-text quiet-text">{t("kept-private")}</p>
        </Show>
      </div>
      <Switch fallback={<ClipGrid handle={props.handle} name={props.name} own />}>
        <Match when={shelf() === "saved"}>
          <KeptClips kind="saved" />
        </Match>
        <Match when={shelf() === "liked"}>
          <KeptClips kind="liked" />
        </Match>
      </Switch>
    </>
  );
}
