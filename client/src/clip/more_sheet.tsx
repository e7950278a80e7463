import { createEffect, createSignal, Match, on, Switch, type JSX } from "solid-js";
import type { Card, Reason } from "../api";
import { Sheet } from "../design";
import { t } from "../i18n";
import * as acts from "./acts";
import { alike, type InReel } from "./causes";
import { MoreMenu } from "./more_menu";
import { ReportForm } from "./report_form";
import { Why } from "./why";

export interface MoreSheetProps {
  open: boolean;
  card: Card;
  page?: string | undefined;
  reasons: Reason[];
  onClose: () => void;
  /** The clip should go from the list it is in, and what waits there and is like it; undefined where it stands alone. */
  onDrop?: ((card: Card, alike?: (one: InReel) => boolean) => void) | undefined;
}

export type View = "menu" | "why" | "report";

/** Everything else that can be done about a clip: a menu, and two sheets behind it. */
export function MoreSheet(props: MoreSheetProps): JSX.Element {
  const [view, setView] = createSignal<View>("menu");
  createEffect(on(() => props.open, (open) => open && setView("menu")));

  const notInterested = (reason?: Reason): void => {
    const { card } = props;
    acts.notInterested(card, props.page);
    props.onClose();
    props.onDrop?.(card, reason && ((one) => alike(reason, one)));
  };

  return (
    <Sheet open={props.open} title={t(`sheet-${view()}`)} onClose={props.onClose}>
      <Switch>
        <Match when={view() === "menu"}>
          <MoreMenu {...props} show={setView} onNotInterested={() => notInterested()} />
        </Match>
        <Match when={view() === "why"}>
          <Why
            card={props.card}
            reasons={props.reasons}
            page={props.page}
            onNotInterested={notInterested}
            onDone={props.onClose}
          />
        </Match>
        <Match when={view() === "report"}>
          <ReportForm card={props.card} page={props.page} onDone={props.onClose} onBack={() => setView("menu")} />
        </Match>
      </Switch>
    </Sheet>
  );
}
