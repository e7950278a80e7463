import { Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { BlockIcon, EditIcon, FlagIcon, LinkIcon, MutedIcon, NotIcon, PersonIcon, WhyIcon } from "../design";
import { t } from "../i18n";
import { block, copyLink, mute, signedIn } from "./acts";
import { isOf } from "./causes";
import { profilePath } from "./maker";
import type { MoreSheetProps, View } from "./more_sheet";

export interface MoreMenuProps extends MoreSheetProps {
  show: (view: View) => void;
  onNotInterested: () => void;
}

export function MoreMenu(props: MoreMenuProps): JSX.Element {
  const name = (): { name: string } => ({ name: props.card.creator.handle });
  const copy = (): void => {
    void copyLink(props.card, props.page);
    props.onClose();
  };
  const report = (): void => (signedIn("ask-report") ? props.show("report") : props.onClose());
  const gone = async (act: (card: Card) => Promise<boolean>): Promise<void> => {
    const card = props.card;
    props.onClose();
    if (await act(card)) props.onDrop?.(card, (one) => isOf({ kind: "creator", key: card.creator.handle }, one));
  };
  return (
    <div class="menu">
      <Show when={props.reasons.length > 0}>
        <Item icon={<WhyIcon />} label={t("why-this-clip")} onClick={() => props.show("why")} />
      </Show>
      <Item icon={<LinkIcon />} label={t("copy-link")} onClick={copy} />
      <Way icon={<PersonIcon />} label={t("see-profile", name())} href={profilePath(props.card.creator)} {...props} />
      <Show
        when={!props.card.mine.own}
        fallback={<Way icon={<EditIcon />} label={t("manage-clips")} href="/clips" {...props} />}
      >
        <Item icon={<NotIcon />} label={t("not-interested")} onClick={() => props.onNotInterested()} />
        <Item icon={<MutedIcon />} label={t("mute-name", name())} onClick={() => void gone(mute)} />
        <Item danger icon={<BlockIcon />} label={t("block-name", name())} onClick={() => void gone(block)} />
        <Item danger icon={<FlagIcon />} label={t("report")} onClick={report} />
      </Show>
    </div>
  );
}

function Item(props: { icon: JSX.Element; label: string; danger?: boolean; onClick: () => void }): JSX.Element {
  return (
    <button type="button" class="item" classList={{ danger: props.danger ?? false }} onClick={() => props.onClick()}>
      {props.icon}
      {props.label}
    </button>
  );
}

function Way(props: { icon: JSX.Element; label: string; href: string; onClose: () => void }): JSX.Element {
  return (
    <a class="item" href={props.href} onClick={() => props.onClose()}>
      {props.icon}
      {props.label}
    </a>
  );
}
