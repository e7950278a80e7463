import { describe, expect, it } from "vitest";
import { isSameFile, keptOf, stageAfterReload, stageOfNews, uploadId, waitBeforeTry, type UploadItem } from "./item";

const item: UploadItem = {
  key: "k",
  owner: "anna",
  name: "sea.mp4",
  type: "video/mp4",
  bytes: 10,
  modified: 7,
  begun: 1,
  details: { caption: "Sea", language: "en", visibility: "public" },
  url: null,
  clip: null,
  sent: 0,
  arrived: false,
  thumb: null,
  paused: false,
  cancelled: false,
  kept: true,
  stage: { at: "sending", left: null },
};

describe("an upload after a reload", () => {
  it("goes on by itself when the file was kept", () => {
    expect(stageAfterReload(keptOf(item), true)).toEqual({ at: "waiting" });
  });

  it("stays paused, stays cancelled, and asks for a lost file", () => {
    expect(stageAfterReload({ ...keptOf(item), paused: true }, true)).toEqual({ at: "paused" });
    expect(stageAfterReload({ ...keptOf(item), cancelled: true }, true)).toEqual({ at: "cancelled" });
    expect(stageAfterReload(keptOf(item), false)).toEqual({ at: "file_gone" });
  });

  it("needs no file once the clip is made", () => {
    expect(stageAfterReload({ ...keptOf(item), clip: "c" }, false).at).toBe("preparing");
  });

  it("takes only the same file again", () => {
    expect(isSameFile(item, { name: "sea.mp4", size: 10, lastModified: 7 })).toBe(true);
    expect(isSameFile(item, { name: "sea.mp4", size: 11, lastModified: 7 })).toBe(false);
  });
});

describe("news of a clip", () => {
  it("moves the upload on", () => {
    expect(stageOfNews({ state: "encoding", progress: 0.4, rejection: null })).toEqual({
      at: "preparing",
      state: "encoding",
      progress: 0.4,
    });
    expect(stageOfNews({ state: "published", progress: 1, rejection: null })).toEqual({ at: "done" });
    expect(
      stageOfNews({ state: "rejected", progress: 0, rejection: { code: "too_long", message: "Too long." } }),
    ).toEqual({ at: "rejected", code: "too_long", detail: "Too long." });
  });
});

describe("a lost line", () => {
  it("is tried again ever more seldom, but never given up", () => {
    expect([0, 1, 5, 500].map(waitBeforeTry)).toEqual([1000, 2000, 30_000, 30_000]);
  });

  it("is resumed under the upload’s own id", () => {
    expect(uploadId("http://us.localhost:8000/api/uploads/0190-a/")).toBe("0190-a");
    expect(uploadId("/api/uploads/0190-a")).toBe("0190-a");
  });
});
