import type { JSX } from "solid-js";
import { people, type Me } from "../api";
import { t } from "../i18n";
import { DeleteAccount } from "./delete_account";
import { leave } from "./leave";
import { Section } from "./section";

/** The ways out: of this device, and for good. */
export function LeaveSection(props: { me: Me }): JSX.Element {
  return (
    <Section id="leave" title={t("settings-leave")}>
      <div class="row leave-row">
        <p class="quiet-text">{t("settings-sign-out-lede")}</p>
        <button type="button" class="button" onClick={() => void leave(people.signOut)}>
          {t("settings-sign-out")}
        </button>
      </div>
      <DeleteAccount me={props.me} />
    </Section>
  );
}
