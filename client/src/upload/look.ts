/** Looks at a chosen file with the browser's own player: length, whether there is a picture, and its first picture. */

import type { Look } from "./clip_check";

const PATIENCE_MS = 6000;
const THUMB_WIDTH = 144;
const THUMB_AT_S = 0.4;

export interface Looked extends Look {
  /** A small picture as a data URI, or null where this browser cannot draw the file. */
  thumb: string | null;
}

function event(video: HTMLVideoElement, name: "loadedmetadata" | "seeked"): Promise<boolean> {
  return new Promise((done) => {
    video.addEventListener(name, () => done(true), { once: true });
    video.addEventListener("error", () => done(false), { once: true });
    setTimeout(() => done(false), PATIENCE_MS);
  });
}

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

async function thumbOf(video: HTMLVideoElement): Promise<string | null> {
  const there = event(video, "seeked");
  video.currentTime = THUMB_AT_S;
  if (!(await there)) return null;
  const canvas = document.createElement("canvas");
  canvas.width = THUMB_WIDTH;
  canvas.height = Math.round((THUMB_WIDTH * 16) / 9);
  const pen = canvas.getContext("2d");
  if (pen === null) return null;
  const scale = Math.max(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
  const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
  pen.drawImage(video, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  return canvas.toDataURL("image/webp", 0.7);
}

/** What this browser can tell about the file at `url`. Never rejects: an unknown file is for the server to judge. */
export async function lookAt(file: Blob, url: string): Promise<Looked> {
  const unknown: Looked = { bytes: file.size, duration_ms: null, picture: false, thumb: null };
  const video = document.createElement("video");
  video.preload = "auto";
  video.muted = true;
  video.playsInline = true;
  try {
    const ready = event(video, "loadedmetadata");
    video.src = url;
    if (!(await ready)) return unknown;
    const seconds = await endOf(video);
    const picture = video.videoWidth > 0;
    return {
      bytes: file.size,
      duration_ms: seconds === null ? null : Math.round(seconds * 1000),
      picture,
      thumb: picture ? await thumbOf(video).catch(() => null) : null,
    };
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}
