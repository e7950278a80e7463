import { describe, expect, it } from "vitest";
import type { Rendition } from "../api";
import { ahead, choose, measured, smaller } from "./rendition";

const mp4 = (name: string, height: number, bitrate: number): Rendition => ({
  name, kind: "mp4", url: `/media/c/${name}.mp4`, width: Math.round((height * 9) / 16), height, bitrate, codecs: "avc1.64001f,mp4a.40.2",
});
const ladder = [mp4("1080", 1920, 3_000_000), mp4("360", 640, 500_000), mp4("720", 1280, 1_600_000), mp4("480", 854, 800_000)];
const fast = { throughput: 50_000_000, saveData: false };

describe("the rendition", () => {
  it("is the smallest that looks sharp at the size on the screen", () => {
    expect(choose(ladder, { heightPx: 844, ...fast })?.name).toBe("360");
    expect(choose(ladder, { heightPx: 1000, ...fast })?.name).toBe("480");
    expect(choose(ladder, { heightPx: 1688, ...fast })?.name).toBe("720");
    expect(choose(ladder, { heightPx: 2532, ...fast })?.name).toBe("1080");
  });

  it("is one that the line carries, or the smallest there is", () => {
    expect(choose(ladder, { heightPx: 2532, throughput: 2_000_000, saveData: false })?.name).toBe("480");
    expect(choose(ladder, { heightPx: 2532, throughput: 100_000, saveData: false })?.name).toBe("360");
  });

  it("is the largest there is where none is sharp", () => {
    expect(choose([mp4("480", 854, 1)], { heightPx: 2532, ...fast })?.name).toBe("480");
  });

  it("stays modest for people who save data, and optimistic where nothing is known", () => {
    expect(choose(ladder, { heightPx: 2532, throughput: null, saveData: true })?.name).toBe("480");
    expect(choose(ladder, { heightPx: 2532, throughput: null, saveData: false })?.name).toBe("1080");
  });

  it("is none for a clip without progressive files", () => {
    expect(choose([{ ...mp4("720", 1280, 1), kind: "hls" }], { heightPx: 800, ...fast })).toBeNull();
  });
});

describe("a line poorer than thought", () => {
  it("gets the next smaller file, until there is none", () => {
    expect(smaller(ladder, ladder[0]!)?.name).toBe("720");
    expect(smaller(ladder, ladder[3]!)?.name).toBe("360");
    expect(smaller(ladder, ladder[1]!)).toBeNull();
  });
});

describe("fetching ahead", () => {
  it("takes two clips on a good line, one on a poor one, and a beginning where data is saved", () => {
    expect(ahead(fast)).toEqual({ clips: 2, whole: true });
    expect(ahead({ throughput: 300_000, saveData: false })).toEqual({ clips: 1, whole: true });
    expect(ahead({ throughput: null, saveData: true })).toEqual({ clips: 1, whole: false });
  });
});

describe("measuring", () => {
  it("moves towards what transfers show and ignores tiny ones", () => {
    expect(measured(null, 1_000_000, 1000)).toBe(8_000_000);
    expect(measured(8_000_000, 1_000_000, 4000)).toBeCloseTo(6_200_000);
    expect(measured(8_000_000, 900, 1)).toBe(8_000_000);
    expect(measured(null, 1_000_000, 0)).toBeNull();
  });
});
