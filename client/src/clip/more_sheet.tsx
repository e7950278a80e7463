import { createEffect, createSignal, Match, on, Show, Switch, type JSX } from "solid-js";
import type { Card, Reason } from "../api";
import { BlockIcon, EditIcon, FlagIcon, LinkIcon, MutedIcon, NotIcon, PersonIcon, Sheet, toast, WhyIcon } from "../design";
import { tell } from "../events";
import { t } from "../i18n";
import { block, copyLink, mute, signedIn } from "./acts";
import { profilePath } from "./maker";
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

type View = "menu" | "why" | "report";

/** Everything else that can be done about a clip. */
export function MoreSheet(props: MoreSheetProps): JSX.Element {
  const [view, setView] = createSignal<View>("menu");
  createEffect(on(() => props.open, (open) => open && setView("menu")));

  const notInterested = (): void => {
    tell({ kind: "not_interested", clip: props.card.id, ...(props.page && { page: props.page }) });
    toast(t("not-interested-done"));
    props.onClose();
    props.onDrop?.(props.card);
  };
  const gone = async (act: (card: Card) => Promise<boolean>): Promise<void> => {
    const card = props.card;
    props.onClose();
    if (await act(card)) props.onDrop?.(card);
  };

  return (
    <Sheet open={props.open} title={t(`sheet-${view()}`)} onClose={props.onClose}>
      <Switch>
        <Match when={view() === "menu"}>
          <div class="menu">
            <Show when={props.reasons.length > 0}>
              <button type="button" class="item" onClick={() => setView("why")}>
                <WhyIcon />
                {t("why-this-clip")}
              </button>
            </Show>
            <button
              type="button"
              class="item"
              onClick={() => {
                void copyLink(props.card, props.page);
                props.onClose();
              }}
            >
              <LinkIcon />
              {t("copy-link")}
            </button>
            <a class="item" href={profilePath(props.card.creator)} onClick={() => props.onClose()}>
              <PersonIcon />
              {t("see-profile", { name: props.card.creator.handle })}
            </a>
            <Show when={props.card.mine.own}>
              <a class="item" href="/clips" onClick={() => props.onClose()}>
                <EditIcon />
                {t("manage-clips")}
              </a>
            </Show>
            <Show when={!props.card.mine.own}>
              <button type="button" class="item" onClick={notInterested}>
                <NotIcon />
                {t("not-interested")}
              </button>
              <button type="button" class="item" onClick={() => void gone(mute)}>
                <MutedIcon />
                {t("mute-name", { name: props.card.creator.handle })}
              </button>
              <button type="button" class="item danger" onClick={() => void gone(block)}>
                <BlockIcon />
                {t("block-name", { name: props.card.creator.handle })}
              </button>
              <button type="button" class="item danger" onClick={() => (signedIn("ask-report") ? setView("report") : props.onClose())}>
                <FlagIcon />
                {t("report")}
              </button>
            </Show>
          </div>
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
