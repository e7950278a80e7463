import { createEffect, createSignal, Match, on, Switch, type JSX } from "solid-js";
import type { Card, Reason } from "../api";
import { Sheet, toast } from "../design";
import { tell } from "../events";
import { t } from "../i18n";
import { MoreMenu } from "./more_menu";
import { ReportForm } from "./report_form";
import { Why } from "./why";

export interface MoreSheetProps {
  open: boolean;
  card: Card;
  page?: string | undefined;
  reasons: Reason[];
  onClose: () => void;
  /** The clip should go from the list it is in; undefined where it stands alone. */
  onDrop?: ((card: Card) => void) | undefined;
}

export type View = "menu" | "why" | "report";

/** Everything else that can be done about a clip: a menu, and two sheets behind it. */
export function MoreSheet(props: MoreSheetProps): JSX.Element {
  const [view, setView] = createSignal<View>("menu");
  createEffect(on(() => props.open, (open) => open && setView("menu")));

  const notInterested = (): void => {
    tell({ kind: "not_interested", clip: props.card.id, ...(props.page && { page: props.page }) });
    toast(t("not-interested-done"));
    props.onClose();
    props.onDrop?.(props.card);
  };

  return (
    <Sheet open={props.open} title={t(`sheet-${view()}`)} onClose={props.onClose}>
      <Switch>
        <Match when={view() === "menu"}>
          <MoreMenu {...props} show={setView} onNotInterested={notInterested} />
        </Match>
        <Match when={view() === "why"}>
          <Why card={props.card} reasons={props.reasons} page={props.page} onNotInterested={notInterested} />
        </Match>
        <Match when={view() === "report"}>
          <ReportForm card={props.card} page={props.page} onDone={props.onClose} onBack={() => setView("menu")} />
        </Match>
      </Switch>
    </Sheet>
  );
}
