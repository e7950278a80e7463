/** File sizes as people read them on their devices: powers of ten, one digit where it matters. */
export function sizeInWords(bytes: number, language: string): string {
  const mega = bytes >= 999_500;
  const value = bytes / (mega ? 1e6 : 1e3);
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: mega ? "megabyte" : "kilobyte",
    unitDisplay: "short",
    maximumFractionDigits: mega && value < 100 ? 1 : 0,
    roundingMode: "floor",
  } as Intl.NumberFormatOptions).format(value);
}
