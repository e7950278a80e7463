import { ApiProblem, problemOf } from "./problem";

export interface CallOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** Query values; undefined ones are left out. */
  query?: Record<string, string | number | undefined>;
  signal?: AbortSignal;
  /** Repeating the same key makes the same thing only once. */
  idempotencyKey?: string;
}

/**
 * One request to the zone this page came from, and to no other: paths are relative to the origin, anything else is
 * refused. So a password, a birth date or an event cannot reach another zone by mistake.
 *
 * Raises ApiProblem.
 */
export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const { method = "GET", body, query, signal, idempotencyKey } = options;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (idempotencyKey !== undefined) headers["Idempotency-Key"] = idempotencyKey;
  const init: RequestInit = { method, headers, credentials: "same-origin", redirect: "error" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;

  let response: Response;
  try {
    response = await fetch(address(path, query), init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiProblem(navigator.onLine ? "unreachable" : "offline", 0, "The server could not be reached.");
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiProblem("unreadable", response.status, "The server's answer could not be read.");
  }
}

export function address(path: string, query: CallOptions["query"] = {}): string {
  if (!/^\/(api|media)\//.test(path) || path.includes("..")) throw new TypeError(`not a path of this zone: ${path}`);
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
