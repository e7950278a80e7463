import { Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { HeartFullIcon, HeartIcon, MoreIcon, SaveFullIcon, SaveIcon, ShareIcon } from "../design";
import { short, t } from "../i18n";
import { like, save, share } from "./acts";
import "./hand.css";

/** Like, save, share, more: where the thumb is. */
export function Hand(props: { card: Card; page?: string | undefined; onMenu: () => void }): JSX.Element {
  const mine = () => props.card.mine;
  const counts = () => props.card.counts;
  return (
    <div class="hand" role="group" aria-label={t("hand-label")}>
      <button
        type="button"
        class="do"
        classList={{ done: mine().liked }}
        aria-pressed={mine().liked}
        aria-keyshortcuts="L"
        onClick={() => void like(props.card, !mine().liked, props.page)}
      >
        <Show when={mine().liked} fallback={<HeartIcon />}>
          <HeartFullIcon />
        </Show>
        <Count name={t("like")} of={counts().likes} />
      </button>
      <button
        type="button"
        class="do"
        classList={{ done: mine().saved }}
        aria-pressed={mine().saved}
        onClick={() => void save(props.card, !mine().saved)}
      >
        <Show when={mine().saved} fallback={<SaveIcon />}>
          <SaveFullIcon />
        </Show>
        <Count name={t("save")} of={counts().saves} />
      </button>
      <button
        type="button"
        class="do"
        onClick={() => void share(props.card, props.page)}
      >
        <ShareIcon />
        <Count name={t("share")} of={counts().shares} />
      </button>
      <button type="button" class="do" aria-label={t("more")} aria-haspopup="dialog" onClick={() => props.onMenu()}>
        <MoreIcon />
      </button>
    </div>
  );
}

/** The button's name, then the figure that everybody sees. */
const Count = (props: { name: string; of: number }): JSX.Element => (
  <>
    <span class="unseen">{props.name} </span>
    <span class="number">{props.of > 0 ? short(props.of) : ""}</span>
  </>
);
