/** Which route a path belongs to. Patterns: "/c/:id", "/@:handle"; one segment a name. */
export type Params = Record<string, string>;

export interface Pattern {
  pattern: string;
}

export function match<R extends Pattern>(routes: readonly R[], path: string): { route: R; params: Params } | null {
  for (const route of routes) {
    const params = matchOne(route.pattern, path);
    if (params !== null) return { route, params };
  }
  return null;
}

function matchOne(pattern: string, path: string): Params | null {
  const wanted = segments(pattern);
  const given = segments(path);
  if (wanted.length !== given.length) return null;
  const params: Params = {};
  for (const [at, want] of wanted.entries()) {
    const got = given[at] ?? "";
    const colon = want.indexOf(":");
    if (colon < 0) {
      if (want !== got) return null;
      continue;
    }
    const fixed = want.slice(0, colon);
    const value = got.startsWith(fixed) ? decoded(got.slice(fixed.length)) : null;
    if (!value) return null;
    params[want.slice(colon + 1)] = value;
  }
  return params;
}

const segments = (path: string): string[] => path.split("/").filter((part) => part !== "");

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
