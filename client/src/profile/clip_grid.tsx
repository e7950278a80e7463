import { For, type JSX } from "solid-js";
import { people, words, type Card } from "../api";
import { Blank } from "../design";
import { ClipTile } from "../design/clip_tile";
import { Endless } from "../design/endless";
import { day, short, t } from "../i18n";

export interface ClipGridProps {
  handle: string;
  name: string;
  own: boolean;
}

/** All clips of a person that this viewer may see, newest first. */
export function ClipGrid(props: ClipGridProps): JSX.Element {
  const label = (clip: Card): string => {
    const plays = short(clip.counts.plays);
    const caption = clip.caption.split("\n")[0];
    return caption
      ? t("profile-clip", { caption, plays })
      : t("profile-clip-untitled", { when: day(clip.published_at ?? clip.created_at), plays });
  };
  return (
    <Endless<Card>
      of={props.handle}
      load={(cursor) => people.clips(props.handle, cursor)}
      class="clip-tiles"
      label={t("profile-grid", { handle: `@${props.handle}` })}
      each={(clip) => <ClipTile clip={clip} label={label(clip)} plays={short(clip.counts.plays)} />}
      empty={() => (
        <div class="profile-note">
          <Blank title={props.own ? t("profile-empty-own") : t("profile-empty", { name: props.name })}>
            {props.own && (
              <a class="button act" href="/upload">
                {t("profile-new-clip")}
              </a>
            )}
          </Blank>
        </div>
      )}
      waiting={() => (
        <div class="clip-tiles" aria-hidden="true">
          <For each={[1, 2, 3, 4, 5, 6]}>{() => <div class="skeleton clip-tile" />}</For>
        </div>
      )}
      failed={(again, problem) => (
        <div class="row profile-note" role="alert">
          <p>
            {t("profile-more-failed")} <span class="quiet-text">{words(problem)}</span>
          </p>
          <button type="button" class="button" onClick={again}>
            {t("profile-again")}
          </button>
        </div>
      )}
      more={t("profile-more")}
    />
  );
}
