import { createSignal, onMount, Show, type JSX } from "solid-js";
import { homeOfMarket, type Zones } from "../api";
import { t } from "../i18n";
import { navigate } from "../router";
import { guessCountry, type Country } from "./countries";
import { CountryChooser } from "./country_chooser";
import { Keeper } from "./keeper";
import { withNext } from "./next_place";

export interface CountryStepProps {
  directory: Zones;
  countries: readonly Country[];
  chosen: string | null;
  onChoose: (code: string) => void;
  next: string;
}

export const hostOf = (origin: string): string => new URL(origin).host;

/** First step: where do you live, and who therefore keeps your data. */
export function CountryStep(props: CountryStepProps): JSX.Element {
  const guess = guessCountry(
    Object.keys(props.directory.markets),
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    navigator.languages,
  );
  const [missing, setMissing] = createSignal(false);
  let title!: HTMLHeadingElement;
  onMount(() => {
    if (props.chosen === null && guess !== null) props.onChoose(guess);
    queueMicrotask(() => title.focus({ preventScroll: true }));
  });

  const nameOf = (code: string): string => props.countries.find((country) => country.code === code)?.name ?? code;
  const home = () => (props.chosen === null ? null : homeOfMarket(props.directory, props.chosen));
  const goOn = (): void => {
    if (props.chosen === null) setMissing(true);
    else navigate(withNext(`/join?market=${props.chosen}`, props.next));
  };

  return (
    <div class="gate">
      <header class="gate-head">
        <p class="step small-text quiet-text number">{t("join-step", { step: 1, steps: 2 })}</p>
        <h1 ref={title} tabindex="-1">
          {t("join-country-title")}
        </h1>
        <p class="lede">{t("join-country-why")}</p>
      </header>
      <form
        class="form gate-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const there = home();
          if (there && !there.here) location.assign(joinThere(there.origin, props.chosen ?? ""));
          else goOn();
        }}
      >
        <CountryChooser
          countries={props.countries}
          chosen={props.chosen}
          onChoose={(code) => {
            setMissing(false);
            props.onChoose(code);
          }}
          hint={
            guess !== null && guess === props.chosen ? t("join-country-guess", { country: nameOf(guess) }) : undefined
          }
          error={missing() ? t("join-country-missing") : undefined}
        />
        <div aria-live="polite">
          <Show when={home()}>
            {(there) => (
              <Keeper zone={there().zone} custodian={props.directory.markets[props.chosen ?? ""]?.custodian ?? ""}>
                <Elsewhere home={there()} country={nameOf(props.chosen ?? "")} />
              </Keeper>
            )}
          </Show>
        </div>
        <div class="row gate-actions">
          <Show
            when={elsewhereOrigin(home())}
            fallback={
              <button type="submit" class="button act">
                {t("join-continue")}
              </button>
            }
          >
            {(origin) => (
              <a class="button act" href={joinThere(origin(), props.chosen ?? "")}>
                {t("join-continue-there", { host: hostOf(origin()) })}
              </a>
            )}
          </Show>
          <p class="quiet-text">
            {t("join-have-account")} <a href={withNext("/signin", props.next)}>{t("signin-title")}</a>
          </p>
        </div>
      </form>
    </div>
  );
}

type AnyHome = NonNullable<ReturnType<typeof homeOfMarket>>;

const elsewhereOrigin = (home: AnyHome | null): string | null => (home && !home.here ? home.origin : null);

/** Only the country travels to the other origin; nothing else has been asked yet. */
const joinThere = (origin: string, market: string): string => `${origin}/join?market=${encodeURIComponent(market)}`;

function Elsewhere(props: { home: AnyHome; country: string }): JSX.Element {
  return (
    <Show when={elsewhereOrigin(props.home)} fallback={<p class="quiet-text">{t("join-keeper-here")}</p>}>
      {(origin) => <p>{t("join-keeper-elsewhere", { country: props.country, host: hostOf(origin()) })}</p>}
    </Show>
  );
}
