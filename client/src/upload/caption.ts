/** Captions: how long they may be, counted as a person counts. */

export const CAPTION_MAX = 500;
/** From here on the counter speaks up. */
export const CAPTION_NEAR = 440;

const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters as people see them: a flag or a family is one. */
export function captionLength(caption: string): number {
  let count = 0;
  for (const _ of segments.segment(caption)) count += 1;
  return count;
}

/** As it is sent: no blank ends, at most one empty line in a row. */
export function tidyCaption(caption: string): string {
  return caption
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
