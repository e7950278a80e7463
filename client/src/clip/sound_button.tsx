import { Show, type JSX } from "solid-js";
import { MutedIcon, SoundIcon } from "../design";
import { t } from "../i18n";
import { soundOn, turnSound } from "../player";
import { needsTouch, wake } from "./clip_stage";

/** Says that the sound waits for a touch; afterwards a small switch. */
export function SoundButton(): JSX.Element {
  const asking = (): boolean => needsTouch() && !soundOn();
  return (
    <button
      type="button"
      class="sound-button on-clip"
      classList={{ asking: asking() }}
      aria-label={asking() ? undefined : t(soundOn() ? "sound-off" : "sound-on")}
      aria-keyshortcuts="M"
      onClick={() => (soundOn() ? turnSound(false) : wake())}
    >
      <Show when={soundOn()} fallback={<MutedIcon />}>
        <SoundIcon />
      </Show>
      <Show when={asking()}>
        <span>{t("tap-for-sound")}</span>
      </Show>
    </button>
  );
}
