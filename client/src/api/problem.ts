/**
 * A refusal by the server (RFC 9457 problem details) or by the network, as an error with a stable code.
 * `offline`, `unreachable` and `unreadable` are ours; every other code comes from the server.
 */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  constructor(
    readonly code: string,
    readonly status: number,
    /** The server's own sentence, in English: the fallback where we have no words for the code. */
    readonly detail: string,
    /** All other members of the problem document: `fields`, `origin`, `zone`, ... */
    readonly more: Readonly<Record<string, unknown>> = {},
    readonly retryAfterS: number | null = null,
  ) {
    super(detail || code);
  }

  /** Worth sending again without a change: the network, an overload, or a server that starts. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The request's id in the server's log, where the fault is the server's; null elsewhere. */
  get reference(): string | null {
    const { request } = this.more;
    return this.status >= 500 && typeof request === "string" ? request : null;
  }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const retry = Number(response.headers.get("Retry-After"));
  const retryAfterS = Number.isFinite(retry) && retry > 0 ? retry : null;
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = await response.json();
    if (typeof parsed === "object" && parsed !== null) body = parsed as Record<string, unknown>;
  } catch {
    // A gateway answered in HTML; the status says enough.
  }
  const { code, detail, ...more } = body;
  return new ApiProblem(
    typeof code === "string" ? code : codeOfStatus(response.status),
    response.status,
    typeof detail === "string" ? detail : "",
    more,
    retryAfterS,
  );
}

function codeOfStatus(status: number): string {
  if (status === 401) return "signed_out";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "unavailable" : "bad_input";
}
