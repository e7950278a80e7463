import { For, type JSX } from "solid-js";
import { people, type Card } from "../api";
import { ClipTile } from "../design/clip_tile";
import { Endless } from "../design/endless";
import { t } from "../i18n";

/** The clips that the person saved or liked. */
export function KeptClips(props: { kind: "saved" | "liked" }): JSX.Element {
  const label = (clip: Card): string => {
    const handle = `@${clip.creator.handle}`;
    const caption = clip.caption.split("\n")[0];
    return caption ? t("kept-clip", { caption, handle }) : t("kept-clip-untitled", { handle });
  };
  return (
    <Endless<Card>
      of={props.kind}
      load={(cursor) => (props.kind === "saved" ? people.mySaves(cursor) : people.myLikes(cursor))}
      class="clip-tiles"
      label={t(`kept-${props.kind}`)}
      each={(clip) => <ClipTile clip={clip} label={label(clip)} />}
      empty={() => <p class="quiet-text">{t(`kept-${props.kind}-none`)}</p>}
      waiting={() => (
        <div class="clip-tiles" aria-hidden="true">
          <For each={[1, 2, 3]}>{() => <div class="skeleton clip-tile" />}</For>
        </div>
      )}
      failed={(again) => (
        <p class="row" role="alert">
          {t("profile-more-failed")}
          <button type="button" class="button small" onClick={again}>
            {t("profile-again")}
          </button>
        </p>
      )}
      more={t("profile-more")}
    />
  );
}
