import { createEffect, createMemo, createResource, on, Show, type Component, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { loadArea, locale, t } from "../i18n";
import { place } from "./location";
import { match, type Params } from "./match";
import { ROUTES, type PageProps, type Route } from "./routes";

interface Shown {
  route: Route | null;
  params: Params;
  page: Component<PageProps>;
}

export interface OutletProps {
  notFound: () => JSX.Element;
  /** Shown when a page's code or words could not be fetched. */
  failed: (retry: () => void) => JSX.Element;
  waiting: () => JSX.Element;
}

const loaded = (route: Route): Promise<[{ default: Component<PageProps> }, ...void[]]> =>
  Promise.all([route.load(), ...route.areas.map(loadArea)]);

/** Begins to fetch the page of a path; a failure is told when the page is shown. */
export function preload(path: string): void {
  const found = match(ROUTES, path);
  if (found) loaded(found.route).catch(() => undefined);
}

export const currentRoute = createMemo(() => match(ROUTES, place().path));

/**
 * The page of the present path. The old page stays until the new one's code and words are there; `params` is reactive,
 * and routes that share a page (the feed's tabs) keep it.
 */
export function Outlet(props: OutletProps): JSX.Element {
  const NotFound: Component<PageProps> = () => props.notFound();
  const [shown, { refetch }] = createResource(
    () => ({ found: currentRoute() }),
    async ({ found }): Promise<Shown> => {
      if (found === null) return { route: null, params: {}, page: NotFound };
      const [module] = await loaded(found.route);
      return { route: found.route, params: found.params, page: module.default };
    },
  );

  createEffect(() => {
    if (shown.error) return;
    const title = shown.latest?.route?.title;
    locale();
    document.title = title ? t(title) : "Kurzum";
  });
  createEffect(
    on(
      () => place().path,
      () => focusStart(),
      { defer: true },
    ),
  );

  return (
    <Show when={!shown.error} fallback={props.failed(() => void refetch())}>
      <Show when={shown.latest} fallback={props.waiting()}>
        {(now) => <Dynamic component={now().page} params={now().params} />}
      </Show>
    </Show>
  );
}

/** Screen readers and the keyboard start over at the new page's beginning. */
function focusStart(): void {
  queueMicrotask(() => document.getElementById("main")?.focus({ preventScroll: true }));
}
