import type { JSX } from "solid-js";
import { t } from "../i18n";
import { zoneName } from "./zone_name";
import "./keeper.css";

export interface KeeperProps {
  zone: string;
  custodian: string;
  /** What follows from it here, below the sentence. */
  children?: JSX.Element;
}

/** Who keeps the data, beside the mint ring of the seal: mint means custody, here as everywhere. */
export function Keeper(props: KeeperProps): JSX.Element {
  return (
    <div class="keeper">
      <svg viewBox="0 0 40 40" fill="none" aria-hidden="true">
        <path class="keeper-ring" d="M26.5 3.2A18 18 0 1 1 20 2" pathLength="100" />
        <circle class="keeper-core" cx="20" cy="20" r="5" />
      </svg>
      <div class="keeper-words">
        <p class="keeper-says">{t("join-keeper", { zone: zoneName(props.zone), custodian: props.custodian })}</p>
        {props.children}
      </div>
    </div>
  );
}
