import { describe, expect, test } from "vitest";
import type { DeclaredFrames } from "../../../src/transcode/probe/declared-length.ts";
import { shorterThanDeclared } from "../../../src/transcode/probe/early-end.ts";

describe("shorter than declared", () => {
  const audio = { index: 0, kind: "audio", codec: "aac", isCover: false, sampleRate: 48_000 } as const;
  const said = (exact: boolean, of: "sound" | "file" = "sound"): DeclaredFrames => ({
    frames: 480_000,
    exact,
    of,
  });

  test("a packet may be missing of what is kept to the frame, and 0.1 s of what is not", () => {
    expect(shorterThanDeclared(said(true), 480_000 - 1024, audio)).toBeUndefined();
    expect(shorterThanDeclared(said(true), 480_000 - 1025, audio)?.code).toBe("media/shorter-than-declared");
    expect(shorterThanDeclared(said(false), 475_200, audio)).toBeUndefined();
    expect(shorterThanDeclared(said(false), 475_199, audio)?.message).toBe(
      "the file declares 10.000 s of sound and has 9.900 s (4801 frames less)",
    );
  });

  test("not a frame may be missing of a lossless recording", () => {
    const flac = { ...audio, codec: "flac" };
    expect(shorterThanDeclared(said(true), 480_000, flac)).toBeUndefined();
    expect(shorterThanDeclared(said(true), 479_999, flac)).toBeDefined();
  });

  test("sound may be shorter than the film that it belongs to", () => {
    expect(shorterThanDeclared(said(false, "file"), 1000, audio)).toBeUndefined();
  });
});
