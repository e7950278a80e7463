import { createSignal, type JSX } from "solid-js";
import { Segments } from "../design/segments";
import { t } from "../i18n";
import { KeptClips } from "../profile/kept_clips";
import { Section } from "./section";

/** Saved and liked clips, which nobody else sees. */
export function ClipsSection(): JSX.Element {
  const [kind, setKind] = createSignal<"saved" | "liked">("saved");
  return (
    <Section id="clips" title={t("settings-clips")}>
      <div class="row kept-head">
        <Segments<"saved" | "liked">
          legend={t("kept-shown")}
          quietLegend
          value={kind()}
          options={[
            { value: "saved", label: t("kept-saved") },
            { value: "liked", label: t("kept-liked") },
          ]}
          onChange={setKind}
        />
        <p class="small-text quiet-text">{t("kept-private")}</p>
      </div>
      <KeptClips kind={kind()} />
    </Section>
  );
}
