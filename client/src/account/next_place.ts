/** Where to go after signing in: only a path of this very site, never another origin. */
export function safeNext(wanted: string | null): string {
  if (wanted === null || !/^\/(?![/\\])/.test(wanted)) return "/";
  return /^\/(signin|join)\b/.test(wanted) ? "/" : wanted;
}

/** A page of the account with the same `next`. */
export function withNext(path: string, next: string): string {
  return next === "/" ? path : `${path}${path.includes("?") ? "&" : "?"}next=${encodeURIComponent(next)}`;
}
