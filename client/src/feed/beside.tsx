import { Show, type JSX } from "solid-js";
import type { Reason } from "../api";
import * as acts from "../clip/acts";
import { alike } from "../clip/causes";
import { Details } from "../clip/details";
import { MoreSheet } from "../clip/more_sheet";
import { DownIcon, roomy, UpIcon, wide } from "../design";
import { t } from "../i18n";
import type { ReelState } from "./reel_state";
import type { Feed } from "./source";

export interface BesideProps {
  feed: Feed;
  reel: ReelState;
  menu: boolean;
  onMenuClose: () => void;
  step: (by: number) => void;
}

/** What stands beside the reel: buttons to move, the details column, the menu of the clip on the stage. */
export function Beside(props: BesideProps): JSX.Element {
  const { shown, card } = props.reel;
  const count = (): number => props.feed.slots().length;
  const notInterested = (reason: Reason): void => {
    const slot = shown();
    const one = card();
    if (!slot || !one) return;
    acts.notInterested(one, slot.page);
    props.feed.drop(slot.id, (waits) => alike(reason, waits));
  };
  return (
    <>
      <Show when={wide() && count() > 0}>
        <div class="steps on-clip">
          <StepButton label={t("previous-clip")} off={props.feed.at() === 0} onClick={() => props.step(-1)}>
            <UpIcon />
          </StepButton>
          <StepButton label={t("next-clip")} off={props.feed.at() >= count()} onClick={() => props.step(1)}>
            <DownIcon />
          </StepButton>
        </div>
      </Show>
      <Show when={card()}>
        {(one) => (
          <>
            <Show when={roomy()}>
              <Details
                card={one()}
                page={shown()?.page}
                reasons={shown()?.reasons ?? []}
                inFeed
                onNotInterested={notInterested}
              />
            </Show>
            <MoreSheet
              open={props.menu}
              card={one()}
              page={shown()?.page}
              reasons={shown()?.reasons ?? []}
              onClose={() => props.onMenuClose()}
              onDrop={(dropped, like) => props.feed.drop(dropped.id, like)}
            />
          </>
        )}
      </Show>
    </>
  );
}

function StepButton(props: { label: string; off: boolean; onClick: () => void; children: JSX.Element }): JSX.Element {
  return (
    <button type="button" class="button icon" disabled={props.off} aria-label={props.label} onClick={() => props.onClick()}>
      {props.children}
    </button>
  );
}
