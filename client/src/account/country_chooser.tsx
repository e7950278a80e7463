import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show, type JSX } from "solid-js";
import { t } from "../i18n";
import { findCountries, type Country } from "./countries";

export interface CountryChooserProps {
  countries: readonly Country[];
  chosen: string | null;
  onChoose: (code: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
}

/** A search field over the list of countries (ARIA combobox with a listbox that is always open). */
export function CountryChooser(props: CountryChooserProps): JSX.Element {
  const id = createUniqueId();
  const [typed, setTyped] = createSignal("");
  const [at, setAt] = createSignal(0);
  const found = createMemo(() => findCountries(props.countries, typed()));
  let list!: HTMLUListElement;
  let field!: HTMLInputElement;

  const chosenAt = (): number => found().findIndex((country) => country.code === props.chosen);
  const show = (index: number): void => {
    setAt(index);
    const option = list.children[index];
    if (option instanceof HTMLElement)
      list.scrollTop = option.offsetTop - (list.clientHeight - option.offsetHeight) / 2;
  };
  createEffect(on(found, () => queueMicrotask(() => show(typed() === "" ? Math.max(0, chosenAt()) : 0))));

  const choose = (country: Country | undefined): void => {
    if (country) props.onChoose(country.code);
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = found().length - 1;
    const to = {
      ArrowDown: Math.min(at() + 1, last),
      ArrowUp: Math.max(at() - 1, 0),
      PageDown: Math.min(at() + 6, last),
      PageUp: Math.max(at() - 6, 0),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      show(to);
      choose(found()[to]);
    } else if (event.key === "Enter" && typed() !== "") {
      event.preventDefault();
      choose(found()[at()]);
      setTyped("");
    } else if (event.key === "Escape" && typed() !== "") {
      event.preventDefault();
      setTyped("");
    }
  };

  return (
    <div class="field country">
      <label for={id}>{t("join-country-label")}</label>
      <input
        ref={field}
        id={id}
        class="box"
        type="text"
        role="combobox"
        name="country-search"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found().length > 0 ? `${id}-${at()}` : undefined}
        aria-describedby={`${id}-note`}
        aria-invalid={props.error ? "true" : undefined}
        placeholder={t("join-country-search", { count: props.countries.length })}
        value={typed()}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <p id={`${id}-note`} class={props.error ? "error" : "hint"}>
        {props.error || props.hint}
      </p>
      <ul
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("join-country-label")}
        class="country-list"
        tabindex="-1"
        hidden={found().length === 0}
      >
        <For each={found()}>
          {(country, index) => (
            <li
              id={`${id}-${index()}`}
              role="option"
              class="country-option"
              classList={{ active: index() === at() }}
              aria-selected={country.code === props.chosen}
              onClick={() => {
                setAt(index());
                choose(country);
                field.focus({ preventScroll: true });
              }}
            >
              <span>{country.name}</span>
              <span class="country-code number">{country.code}</span>
            </li>
          )}
        </For>
      </ul>
      <p class="unseen" role="status">
        {typed() === "" ? "" : t("join-country-found", { count: found().length })}
      </p>
      <Show when={found().length === 0}>
        <p class="quiet-text">{t("join-country-none", { typed: typed() })}</p>
      </Show>
    </div>
  );
}
