/** The tile picture of a name: pure, so that it is the same on every machine. */
export interface Tiles {
  ground: string;
  tiles: { path: string; fill: string }[];
}

const PAIRS = [
  ["#2b2340", "#b79cf2"],
  ["#12333a", "#66c7d4"],
  ["#3a1f2b", "#f29bb7"],
  ["#1e3524", "#9fd67c"],
  ["#3b2a14", "#f2b263"],
  ["#1c2c47", "#86b2f5"],
  ["#38231d", "#f08f6c"],
  ["#2d3016", "#d3cf5f"],
] as const;

/** Shapes of a 10 px tile at (x, y): play triangles, quarter circles, dots and bars. */
const SHAPES: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${x} ${y}l10 5-10 5Z`,
  (x, y) => `M${x} ${y}h10a10 10 0 0 1-10 10Z`,
  (x, y) => `M${x + 10} ${y + 10}h-10a10 10 0 0 1 10-10Z`,
  (x, y) => `M${x + 5} ${y + 1}a4 4 0 1 0 .01 0Z`,
  (x, y) => `M${x} ${y + 10}v-10l10 10Z`,
  (x, y) => `M${x} ${y}h4v10h-4Z`,
  (x, y) => `M${x + 10} ${y}a10 10 0 0 1-10 10v-10Z`,
];

export function tilesOf(name: string): Tiles {
  let state = hash(name);
  const next = (below: number): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
    state = (state ^ (state >>> 12)) >>> 0;
    return state % below;
  };
  const [ground, light] = PAIRS[next(PAIRS.length)] ?? PAIRS[0];
  const accent = next(4);
  const tiles = [0, 1, 2, 3].map((at) => ({
    path: (SHAPES[next(SHAPES.length)] ?? SHAPES[0]!)((at % 2) * 10, Math.floor(at / 2) * 10),
    fill: at === accent ? "#f4f1ea" : light,
  }));
  return { ground, tiles };
}

/** FNV-1a, 32 bits */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
