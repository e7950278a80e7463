import { createResource, type JSX } from "solid-js";
import { people, type Me } from "../api";
import { t } from "../i18n";
import { EmailForm } from "./email_form";
import { PasswordForm } from "./password_form";
import { Section } from "./section";
import { SessionsList } from "./sessions_list";

/** E-mail, password, and where the person is signed in. */
export function AccessSection(props: { me: Me }): JSX.Element {
  const [sessions, { refetch }] = createResource(people.sessions);
  return (
    <Section id="access" title={t("settings-access")}>
      <EmailForm me={props.me} />
      <PasswordForm handle={props.me.handle} onChanged={() => void refetch()} />
      <SessionsList sessions={sessions} onAgain={refetch} />
    </Section>
  );
}
