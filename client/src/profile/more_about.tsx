import { Show, type JSX } from "solid-js";
import type { Profile } from "../api";
import { LinkIcon, MutedIcon, NotIcon, Sheet, SoundIcon, toast } from "../design";
import { t } from "../i18n";
import { me } from "../session";
import { relate } from "./acts";
import type { Relation } from "./relation";

export interface MoreAboutProps {
  open: boolean;
  onClose: () => void;
  profile: Profile;
  onChange: (changes: Partial<Profile["mine"]>) => void;
}

/** Copy the link; mute or block, and back again. */
export function MoreAbout(props: MoreAboutProps): JSX.Element {
  const handle = (): string => `@${props.profile.handle}`;
  const mine = (): Profile["mine"] => props.profile.mine;
  const act = (relation: Relation, on: boolean): void => {
    props.onClose();
    void relate(props.profile, relation, on, props.onChange);
  };
  const copy = async (): Promise<void> => {
    props.onClose();
    const link = `${location.origin}/@${encodeURIComponent(props.profile.handle)}`;
    try {
      await navigator.clipboard.writeText(link);
      toast(t("profile-copied"));
    } catch {
      toast(link, { stays: 12_000 });
    }
  };
  return (
    <Sheet open={props.open} title={handle()} onClose={props.onClose}>
      <div class="menu">
        <button type="button" class="item" onClick={() => void copy()}>
          <LinkIcon />
          {t("profile-copy")}
        </button>
        <Show when={me() && !mine().self}>
          <button type="button" class="item" onClick={() => act("mute", !mine().muted)}>
            {mine().muted ? <SoundIcon /> : <MutedIcon />}
            <span>
              {mine().muted ? t("profile-unmute") : t("profile-mute")}
              <Show when={!mine().muted}>
                <span class="item-why small-text quiet-text">{t("profile-muted-why")}</span>
              </Show>
            </span>
          </button>
          <button
            type="button"
            class="item"
            classList={{ danger: !mine().blocked }}
            onClick={() => act("block", !mine().blocked)}
          >
            <NotIcon />
            {mine().blocked ? t("profile-unblock") : t("profile-block")}
          </button>
        </Show>
      </div>
    </Sheet>
  );
}
