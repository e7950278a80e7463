/** Bounds of a profile's words, as the server's: counted in code points. */
export const NAME_MAX = 40;
export const BIO_MAX = 200;
export const BIO_LINES = 5;

export const pointsOf = (text: string): number => [...text].length;

/** What is wrong with a bio, or null. */
export function bioFault(bio: string): "long" | "lines" | null {
  const tidy = bio.trim();
  if (pointsOf(tidy) > BIO_MAX) return "long";
  return tidy.split("\n").length > BIO_LINES ? "lines" : null;
}
