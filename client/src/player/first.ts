import type { Rendition } from "../api";

/**
 * The video that the page of a shared link brought along (web/first_clip.py): it loads, and may play, before this code
 * has come. Whoever plays that clip takes it over; nobody else does.
 */
let brought = document.querySelector<HTMLVideoElement>("#first video");

const NO_SOURCE = 3;

/** The video and which of these renditions it plays. `modest`: take over nothing larger unless it shows already. */
export function takeOver(
  renditions: readonly Rendition[],
  modest: Rendition | null,
): { video: HTMLVideoElement; rendition: Rendition } | null {
  const video = brought;
  if (!video) return null;
  const rendition = renditions.find((one) => video.currentSrc.endsWith(one.url));
  const fails = video.error !== null || video.networkState === NO_SOURCE;
  const shows = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  if (!rendition || fails || (!shows && modest !== null && modest.bitrate < rendition.bitrate)) return null;
  brought = null;
  video.autoplay = false;
  // A source that was chosen stays chosen; left there, it would be chosen again for the next clip.
  video.replaceChildren();
  return { video, rendition };
}

/** Takes away what nobody took over, and the place that it stood in. */
export function clearFirst(): void {
  brought = null;
  document.getElementById("first")?.remove();
}
