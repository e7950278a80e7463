import { Show, type JSX } from "solid-js";
import { Blank } from "../design";
import { t } from "../i18n";
import { me } from "../session";

/** Instead of sign-up or sign-in for somebody who is signed in. */
export function AlreadyIn(props: { next: string }): JSX.Element {
  return (
    <Show when={me()}>
      {(who) => (
        <Blank page title={t("signin-already", { handle: `@${who().handle}` })}>
          <a class="button act" href={props.next}>
            {t("signin-go-on")}
          </a>
        </Blank>
      )}
    </Show>
  );
}
