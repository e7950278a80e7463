import type { Rendition } from "../api";

/**
 * The video that the page of a shared link brought along (web/first_clip.py): it loads, and may play, before this code
 * has come. Whoever plays that clip takes it over; nobody else does.
 */
let brought = document.querySelector<HTMLVideoElement>("#first video");

const NO_SOURCE = 3;

/**
 * The video and which of these renditions it plays; null, and the end of it, where it plays none of them.
 * `modest`: take over nothing larger unless it shows already.
 */
export function takeOver(
  renditions: readonly Rendition[],
  modest: Rendition | null,
): { video: HTMLVideoElement; rendition: Rendition } | null {
  const video = brought;
  if (!video) return null;
  const rendition = renditions.find((one) => video.currentSrc.endsWith(one.url));
  const fails = video.error !== null || video.networkState === NO_SOURCE;
  const shows = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  if (!rendition || fails || (!shows && modest !== null && modest.bitrate < rendition.bitrate)) {
    clearFirst();
    return null;
  }
  brought = null;
  video.autoplay = false;
  // A source that was chosen stays chosen; left there, it would be chosen again for the next clip.
  video.replaceChildren();
  return { video, rendition };
}

/** Takes away the place that the video stood in, and the video with it where nobody took it over. */
export function clearFirst(): void {
  if (brought) {
    brought.pause();
    brought.replaceChildren();
    // Without a source this ends the fetching.
    brought.load();
    brought = null;
  }
  document.getElementById("first")?.remove();
}
