import { createMemo, createResource, createSignal, Match, Show, Switch, type JSX } from "solid-js";
import { createStore } from "solid-js/store";
import { homeOfMarket, zones, type Home } from "../api";
import { Blank } from "../design";
import { locale, t } from "../i18n";
import { navigate, place } from "../router";
import { me } from "../session";
import { AlreadyIn } from "./already_in";
import { countriesIn } from "./countries";
import { CountryStep } from "./country_step";
import type { JoinForm } from "./join_form";
import { safeNext, withNext } from "./next_place";
import { PersonStep } from "./person_step";
import "./account.css";

/**
 * Sign-up. The country comes first and stands in the address (`?market=US`), because it decides the zone, and with it
 * the origin that alone may see what is typed in the second step.
 */
export default function JoinPage(): JSX.Element {
  const [directory, { refetch }] = createResource(zones);
  const [form, setForm] = createStore<JoinForm>({
    handle: "",
    password: "",
    language: "",
    birth: { day: "", month: "", year: "" },
    email: "",
  });
  const [arriving, setArriving] = createSignal(false);
  const [chosen, setChosen] = createSignal<string | null>(null);

  const next = (): string => safeNext(place().query.get("next"));
  const countries = createMemo(() => {
    const markets = directory.latest?.markets ?? {};
    return countriesIn(
      locale(),
      Object.fromEntries(Object.entries(markets).map(([code, info]) => [code, info.name])),
    );
  });
  const market = (): string | null => place().query.get("market")?.toUpperCase() ?? null;
  const home = (): Home | null => {
    const [code, all] = [market(), directory.latest];
    return code !== null && all !== undefined ? homeOfMarket(all, code) : null;
  };

  return (
    <Show when={!me() || arriving()} fallback={<AlreadyIn next={next()} />}>
      <Switch>
        <Match when={directory.error}>
          <Blank page title={t("join-title")} text={t("join-country-failed")}>
            <button type="button" class="button act" onClick={() => void refetch()}>
              {t("account-again")}
            </button>
          </Blank>
        </Match>
        <Match when={directory.latest && home()?.here && market()}>
          {(code) => (
            <PersonStep
              directory={directory.latest!}
              market={code()}
              country={countries().find((country) => country.code === code())?.name ?? code()}
              form={form}
              onChange={setForm}
              next={next()}
              onJoined={() => setArriving(true)}
              onOtherCountry={() => {
                setChosen(code());
                navigate(withNext("/join", next()));
              }}
            />
          )}
        </Match>
        <Match when={directory.latest}>
          {(all) => (
            <CountryStep
              directory={all()}
              countries={countries()}
              chosen={chosen() ?? (home() ? market() : null)}
              onChoose={setChosen}
              next={next()}
            />
          )}
        </Match>
      </Switch>
    </Show>
  );
}
