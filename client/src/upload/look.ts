/** Looks at a chosen file with the browser's own player: length and whether there is a picture, nothing sent. */

import type { Look } from "./clip_check";

const PATIENCE_MS = 6000;

/** A recording of a browser says its length only after a jump to its end. */
async function endOf(video: HTMLVideoElement): Promise<number | null> {
  if (Number.isFinite(video.duration)) return video.duration;
  const known = new Promise<void>((done) => {
    video.ondurationchange = () => {
      if (Number.isFinite(video.duration)) done();
    };
  });
  video.currentTime = Number.MAX_SAFE_INTEGER;
  await Promise.race([known, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  return Number.isFinite(video.duration) ? video.duration : null;
}

/** What this browser can tell about the file at `url`. Never rejects: an unknown file is for the server to judge. */
export async function lookAt(file: Blob, url: string): Promise<Look> {
  const unknown: Look = { bytes: file.size, duration_ms: null, picture: false };
  const video = document.createElement("video");
  video.preload = "metadata";
  video.muted = true;
  try {
    const ready = new Promise<boolean>((done) => {
      video.onloadedmetadata = () => done(true);
      video.onerror = () => done(false);
      setTimeout(() => done(false), PATIENCE_MS);
    });
    video.src = url;
    if (!(await ready)) return unknown;
    const seconds = await endOf(video);
    return {
      bytes: file.size,
      duration_ms: seconds === null ? null : Math.round(seconds * 1000),
      picture: video.videoWidth > 0,
    };
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}
