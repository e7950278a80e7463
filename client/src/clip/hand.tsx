import { Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { HeartFullIcon, HeartIcon, MoreIcon, SaveFullIcon, SaveIcon, ShareIcon } from "../design";
import { short, t } from "../i18n";
import { like, save, share } from "./acts";

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
        aria-label={t("like-with-count", { count: counts().likes })}
        aria-keyshortcuts="L"
        onClick={() => void like(props.card, !mine().liked, props.page)}
      >
        <Show when={mine().liked} fallback={<HeartIcon />}>
          <HeartFullIcon />
        </Show>
        <Count of={counts().likes} />
      </button>
      <button
        type="button"
        class="do"
        classList={{ done: mine().saved }}
        aria-pressed={mine().saved}
        aria-label={t("save-with-count", { count: counts().saves })}
        onClick={() => void save(props.card, !mine().saved)}
      >
        <Show when={mine().saved} fallback={<SaveIcon />}>
          <SaveFullIcon />
        </Show>
        <Count of={counts().saves} />
      </button>
      <button
        type="button"
        class="do"
        aria-label={t("share-with-count", { count: counts().shares })}
        onClick={() => void share(props.card, props.page)}
      >
        <ShareIcon />
        <Count of={counts().shares} />
      </button>
      <button type="button" class="do" aria-label={t("more")} aria-haspopup="dialog" onClick={() => props.onMenu()}>
        <MoreIcon />
      </button>
    </div>
  );
}

const Count = (props: { of: number }): JSX.Element => (
  <span class="number" aria-hidden="true">
    {props.of > 0 ? short(props.of) : ""}
  </span>
);
