import { createUniqueId, For, Show, type JSX } from "solid-js";
import { t, tOr } from "../i18n";
import type { Part, Stored } from "./ask";
import { amount, grouped, placeOf, type Group } from "./groups";
import { dayOf } from "./moment";
import { categoryName, count, keptFor, readable, whatName } from "./spoken";

/** What is stored, by how it is protected. */
export function StoredGroups(props: { stored: Stored; handle: string }): JSX.Element {
  return (
    <For each={grouped(props.stored.categories)}>{(group) => <OneGroup group={group} handle={props.handle} />}</For>
  );
}

function OneGroup(props: { group: Group; handle: string }): JSX.Element {
  const id = createUniqueId();
  const kind = (): string => props.group.protection;
  return (
    <section class={`privacy-group ${kind()}`} aria-labelledby={id}>
      <h2 id={id}>{tOr(`privacy-group-${kind()}`, readable(kind()))}</h2>
      <p class="quiet-text">{tOr(`privacy-means-${kind()}`, t("privacy-means-other"))}</p>
      <For each={props.group.categories}>
        {(one) => (
          <div class="privacy-category">
            {/* One alone says no more than the group's own title. */}
            <Show when={props.group.categories.length > 1}>
              <h3>{categoryName(one.category)}</h3>
            </Show>
            <ul class="privacy-rows">
              <For each={one.parts}>{(part) => <Row part={part} href={placeOf(part.what, props.handle)} />}</For>
            </ul>
          </div>
        )}
      </For>
    </section>
  );
}

function Row(props: { part: Part; href: string | null }): JSX.Element {
  const much = (): string => {
    const found = amount(props.part);
    return typeof found === "number" ? count(found) : t(`privacy-amount-${found}`);
  };
  const howLong = (): string => {
    const { since, kept_for } = props.part;
    return [since && t("privacy-since", { when: dayOf(since) }), kept_for && keptFor(kept_for)].filter(Boolean).join(" · ");
  };
  return (
    <li class="privacy-row" classList={{ none: props.part.count === 0 }}>
      <span class="privacy-what">{whatName(props.part.what)}</span>
      <span class="privacy-much" classList={{ number: typeof amount(props.part) === "number" }}>
        {much()}
      </span>
      <Show when={props.part.count > 0}>
        <span class="small-text quiet-text privacy-how-long">{howLong()}</span>
        <Show when={props.href}>
          {(href) => (
            <a class="small-text" href={href()} aria-label={t("privacy-see-what", { what: whatName(props.part.what) })}>
              {t("privacy-see")}
            </a>
          )}
        </Show>
      </Show>
    </li>
  );
}
