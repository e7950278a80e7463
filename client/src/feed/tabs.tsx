import { For, type JSX } from "solid-js";
import type { FeedKind } from "../api";
import { t } from "../i18n";

const TABS: readonly (readonly [FeedKind, string])[] = [
  ["foryou", "/"],
  ["following", "/following"],
  ["friends", "/friends"],
];

export function Tabs(props: { kind: FeedKind }): JSX.Element {
  return (
    <nav class="tabs" aria-label={t("tabs-label")}>
      <For each={TABS}>
        {([kind, href]) => (
          <a href={href} aria-current={props.kind === kind ? "page" : undefined}>
            {t(`tab-${kind}`)}
          </a>
        )}
      </For>
    </nav>
  );
}
