import { createResource, createSignal, Show, type JSX } from "solid-js";
import { ApiProblem, homeOfHandle, people, words, zones, type Home } from "../api";
import { Field, Notice, toast } from "../design";
import { t } from "../i18n";
import { navigate, place } from "../router";
import { me, setMe } from "../session";
import { AlreadyIn } from "./already_in";
import { hostOf } from "./country_step";
import { parseAddress } from "./handle";
import { safeNext, withNext } from "./next_place";
import { PasswordField } from "./password_field";
import { waitingTime } from "./waiting_time";
import { zoneName } from "./zone_name";
import "./account.css";

/** Sign-in. `anna@us` belongs to another origin: the browser goes there before a password is sent anywhere. */
export default function SigninPage(): JSX.Element {
  const [directory] = createResource(zones);
  const [address, setAddress] = createSignal(place().query.get("handle") ?? "");
  const [password, setPassword] = createSignal("");
  const [errors, setErrors] = createSignal<{ handle?: string; password?: string }>({});
  const [notice, setNotice] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const [arriving, setArriving] = createSignal(false);
  let form!: HTMLFormElement;

  const next = (): string => safeNext(place().query.get("next"));
  const home = (): Home | null | undefined =>
    directory.latest &&
    homeOfHandle(directory.latest, parseAddress(address()).zone ? tidy() : parseAddress(address()).handle).home;
  const tidy = (): string => {
    const { handle, zone } = parseAddress(address());
    return zone === null ? handle : `${handle}@${zone}`;
  };
  const elsewhere = (): string | null => {
    const there = home();
    if (!there || there.here) return null;
    return `${there.origin}/signin?handle=${encodeURIComponent(parseAddress(address()).handle)}`;
  };
  const focusOn = (name: string): void => form.querySelector<HTMLElement>(`[name=${name}]`)?.focus();

  function faults(): { handle?: string; password?: string } {
    const { handle, zone } = parseAddress(address());
    if (handle === "") return { handle: t("signin-handle-empty") };
    if (home() === null) {
      const known = directory.latest?.zones.map((one) => one.name).join(", ") ?? "";
      return { handle: t("signin-zone-unknown", { zone: zone ?? "", zones: known }) };
    }
    return password() === "" && elsewhere() === null ? { password: t("signin-password-empty") } : {};
  }

  async function submit(): Promise<void> {
    setNotice(undefined);
    const found = faults();
    setErrors(found);
    if (found.handle) return focusOn("handle");
    if (found.password) return focusOn("password");
    const there = elsewhere();
    if (there !== null) return location.assign(there);
    setBusy(true);
    try {
      const zone = directory.latest?.zone ?? (await zones()).zone;
      const person = await people.signIn(zone, parseAddress(address()).handle, password());
      setPassword("");
      setArriving(true);
      setMe(person);
      navigate(next(), { replace: true });
      toast(t("join-welcome", { handle: `@${person.handle}` }));
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      setNotice(noticeFor(problem));
      focusOn("password");
    } finally {
      setBusy(false);
    }
  }

  return (
    <Show when={!me() || arriving()} fallback={<AlreadyIn next={next()} />}>
      <div class="gate">
        <header class="gate-head">
          <h1>{t("signin-title")}</h1>
          <Show when={next() !== "/"}>
            <p class="lede">{t("signin-needed")}</p>
          </Show>
          <Show when={directory.latest?.zones.find((zone) => zone.name === directory.latest?.zone)}>
            {(zone) => (
              <p class="quiet-text">
                {t("signin-lede", { zone: zoneName(zone().name), custodian: zone().custodian })}
              </p>
            )}
          </Show>
        </header>
        <form
          ref={form}
          class="form gate-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy()) void submit();
          }}
        >
          <Field label={t("signin-handle-label")} hint={t("signin-handle-hint")} error={errors().handle}>
            {(control) => (
              <input
                {...control}
                type="text"
                name="handle"
                dir="ltr"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                required
                value={address()}
                onInput={(event) => {
                  setErrors({});
                  setAddress(event.currentTarget.value);
                }}
              />
            )}
          </Field>
          <Show
            when={elsewhere()}
            fallback={
              <PasswordField
                label={t("signin-password-label")}
                name="password"
                autocomplete="current-password"
                value={password()}
                error={errors().password}
                onInput={(typed) => {
                  setErrors({});
                  setPassword(typed);
                }}
              />
            }
          >
            {(there) => (
              <p class="notice proof" role="status">
                {t("signin-zone-elsewhere", { handle: `@${tidy()}`, host: hostOf(there()) })}
              </p>
            )}
          </Show>
          <Notice text={notice()} />
          <div class="row gate-actions">
            <Show
              when={elsewhere()}
              fallback={
                <button type="submit" class="button act" aria-disabled={busy() ? "true" : undefined}>
                  {busy() ? t("signin-busy") : t("signin-submit")}
                </button>
              }
            >
              {(there) => (
                <a class="button act" href={there()}>
                  {t("signin-zone-go", { host: hostOf(there()) })}
                </a>
              )}
            </Show>
            <p class="quiet-text">
              {t("signin-new")} <a href={withNext("/join", next())}>{t("signin-join")}</a>
            </p>
          </div>
        </form>
      </div>
    </Show>
  );
}

function noticeFor(problem: ApiProblem): string {
  if (problem.code === "bad_password" || problem.status === 401 || problem.status === 404) return t("signin-wrong");
  if (problem.retryAfterS !== null) return t("signin-too-many", { wait: waitingTime(problem.retryAfterS) });
  return t("signin-other-fault", { detail: words(problem) });
}
