import type { JSX } from "solid-js";
import { t } from "../i18n";
import "./keeper.css";

export interface KeeperProps {
  zone: string;
  custodian: string;
  /** What follows from it here, below the sentence. */
  children?: JSX.Element;
}

/** Who keeps the data, beside the mint ring: mint means custody, here as everywhere. */
export function Keeper(props: KeeperProps): JSX.Element {
  return (
    <div class="keeper">
      <svg viewBox="0 0 40 40" fill="none" aria-hidden="true">
        <circle class="keeper-ring" cx="20" cy="20" r="15" pathLength="100" />
        <circle class="keeper-core" cx="20" cy="20" r="4.500" />
      </svg>
      <div class="keeper-words">
        <p class="keeper-says">{t("join-keeper", { zone: props.zone.toUpperCase(), custodian: props.custodian })}</p>
        {props.children}
      </div>
    </div>
  );
}
