import { call } from "./call";
import type { Audience, Card, ClipProgress, ClipState, Reaction, Visibility } from "./types";

const clip = (id: string): string => `/api/clips/${encodeURIComponent(id)}`;

export interface NewClip {
  upload: string;
  caption: string;
  language?: string;
  visibility?: Visibility;
  sound?: string;
}

export const clips = {
  make: (body: NewClip) => call<{ id: string; state: ClipState }>("/api/clips", { method: "POST", body }),
  get: (id: string, signal?: AbortSignal) => call<Card>(clip(id), signal ? { signal } : {}),
  change: (id: string, fields: Partial<Pick<Card, "caption" | "language" | "visibility">>) =>
    call<Card>(clip(id), { method: "PATCH", body: fields }),
  withdraw: (id: string) => call<void>(`${clip(id)}/withdraw`, { method: "POST" }),
  /** For its maker alone. */
  audience: (id: string) => call<Audience>(`${clip(id)}/audience`),
  publish: (id: string) => call<void>(`${clip(id)}/publish`, { method: "POST" }),
  remove: (id: string) => call<void>(clip(id), { method: "DELETE" }),
  like: (id: string, on: boolean) => call<Reaction>(`${clip(id)}/like`, { method: on ? "PUT" : "DELETE" }),
  save: (id: string, on: boolean) => call<Reaction>(`${clip(id)}/save`, { method: on ? "PUT" : "DELETE" }),
  report: (id: string, reason: string, note?: string) =>
    call<void>(`${clip(id)}/reports`, { method: "POST", body: note ? { reason, note } : { reason } }),

  /** Follows a clip's processing until its final state. Returns the function that stops listening. */
  watch(id: string, onState: (now: ClipProgress) => void): () => void {
    const source = new EventSource(`${clip(id)}/progress`);
    source.addEventListener("state", (event) => {
      const now = JSON.parse((event as MessageEvent<string>).data) as ClipProgress;
      onState(now);
      if (isFinal(now.state)) source.close();
    });
    return () => source.close();
  },
};

export function isFinal(state: ClipState): boolean {
  return !["drafted", "scheduled", "uploaded", "probing", "encoding"].includes(state);
}
