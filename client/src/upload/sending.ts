/** Sends one file by tus (resumable uploads, 1.0.0) to this page's zone. */

import { DetailedError, Upload } from "tus-js-client";

/** Small enough that a lost line costs little, large enough that the server's fsync per piece does not show. */
const PIECE_BYTES = 4 * 1024 * 1024;

export interface SendingNews {
  /** The server's address for this upload: the first one, or a new one where the old had expired. */
  onUrl: (url: string) => void;
  onSent: (sent: number) => void;
  onAll: () => void;
  onFault: (fault: SendFault) => void;
}

export type SendFault =
  { kind: "line" } | { kind: "signed_out" } | { kind: "file" } | { kind: "refused"; code: string; detail: string };

export interface Sending {
  stop: () => void;
}

/** Begins, or goes on at `url`. Tries once: waiting and trying again is the caller's, who knows whether we are online. */
export function send(file: Blob, url: string | null, news: SendingNews): Sending {
  const upload = new Upload(file, {
    endpoint: "/api/uploads",
    uploadUrl: url,
    chunkSize: PIECE_BYTES,
    retryDelays: null,
    storeFingerprintForResuming: false,
    removeFingerprintOnSuccess: false,
    onUploadUrlAvailable: () => {
      if (upload.url !== null) news.onUrl(upload.url);
    },
    onProgress: (sent) => news.onSent(sent),
    onSuccess: () => news.onAll(),
    onError: (error) => news.onFault(faultOf(error)),
  });
  upload.start();
  return { stop: () => void upload.abort(false) };
}

/** Tells the server to forget an upload. A lost line does no harm: unfinished uploads expire there. */
export async function forget(url: string): Promise<void> {
  try {
    await Upload.terminate(url, { retryDelays: [1000, 3000] });
  } catch {
    // Expiration does the same, later.
  }
}

function faultOf(error: Error | DetailedError): SendFault {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!(error instanceof DetailedError)) return { kind: "file" };
  const status = response?.getStatus() ?? 0;
  if (status === 401) return { kind: "signed_out" };
  if (status === 0 || status === 409 || status === 423 || status === 429 || status >= 500) return { kind: "line" };
  return { kind: "refused", ...problemIn(response?.getBody() ?? "", status) };
}

function problemIn(body: string, status: number): { code: string; detail: string } {
  try {
    const { code, detail } = JSON.parse(body) as { code?: unknown; detail?: unknown };
    return { code: typeof code === "string" ? code : "other", detail: typeof detail === "string" ? detail : "" };
  } catch {
    return { code: status === 413 ? "too_large" : "other", detail: "" };
  }
}
