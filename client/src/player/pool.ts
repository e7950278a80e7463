/**
 * Few video elements for many clips: phones have few decoders, and an element that was once started by a touch may play
 * aloud from then on.
 */
const free: HTMLVideoElement[] = [];
const used = new Set<HTMLVideoElement>();

export function take(): HTMLVideoElement {
  const video = free.pop() ?? made();
  used.add(video);
  return video;
}

/** A video that was there before the pool counts from now on. */
export function use(video: HTMLVideoElement): HTMLVideoElement {
  used.add(video);
  return video;
}

export function give(video: HTMLVideoElement): void {
  used.delete(video);
  video.pause();
  video.removeAttribute("src");
  video.load();
  video.remove();
  free.push(video);
}

/** Call inside a touch: every element may play aloud from now on. */
export function bless(): void {
  for (const video of [...used, ...free]) video.muted = false;
}

function made(): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.loop = true;
  video.playsInline = true;
  video.disablePictureInPicture = true;
  video.setAttribute("disableremoteplayback", "");
  video.tabIndex = -1;
  return video;
}
