import { basename, resolve, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipId, clipName, isClipName } from "../../../src/jobs/snippets/clip-name.ts";

describe("clipName", () => {
  it.each([
    [1, "segment_0001_Ann.wav"],
    [42, "segment_0042_Ann.wav"],
    [999, "segment_0999_Ann.wav"],
    [9999, "segment_9999_Ann.wav"],
    [10_000, "segment_10000_Ann.wav"],
    [1_234_567, "segment_1234567_Ann.wav"],
  ])("gives %d four digits, more when it needs them", (id, expected) => {
    expect(clipName(id, "Ann")).toBe(expected);
    expect(clipId(expected)).toBe(id);
  });

  it.each([
    ["SPEAKER_00", "SPEAKER_00"],
    ["Ann Lee", "AnnLee"],
    ["Jean-Luc", "Jean-Luc"],
    ["../../etc/passwd", "etcpasswd"],
    ["..\\..\\boot.ini", "bootini"],
    ["C:\\x", "Cx"],
    ["a\0b\n", "ab"],
    ["Żółć Ünal", "nal"],
    ["李雷", "UNKNOWN"],
    ["😀", "UNKNOWN"],
    ["...", "UNKNOWN"],
    ["", "UNKNOWN"],
  ])("reduces the speaker %j to %s", (speaker, expected) => {
    expect(clipName(1, speaker)).toBe(`segment_0001_${expected}.wav`);
  });

  it("without a speaker has the number alone", () => {
    expect(clipName(7)).toBe("segment_0007.wav");
    expect(clipId("segment_0007.wav")).toBe(7);
    expect(isClipName("segment_0007.wav")).toBe(true);
  });

  it("keeps the first 100 of 10,000 letters", () => {
    expect(clipName(1, "x".repeat(10_000))).toBe(`segment_0001_${"x".repeat(100)}.wav`);
  });

  it("never leaves a folder, stays under 255 bytes and is known again", () => {
    const speaker = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: "grapheme" }));
    const property = fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), speaker, (id, who) => {
      const name = clipName(id, who);
      expect(basename(name)).toBe(name);
      expect(win32.basename(name)).toBe(name);
      expect(resolve("/folder", name)).toBe(`/folder/${name}`);
      expect(Buffer.byteLength(name)).toBeLessThan(255);
      expect(isClipName(name)).toBe(true);
      expect(clipId(name)).toBe(id);
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe("isClipName", () => {
  it.each([
    "manifest.json",
    "notes.txt",
    "segment_001_Ann.wav",
    "segment_001.wav",
    "segment_0001wav",
    "segment_0001_.wav",
    "segment_0001_Ann.txt",
    "segment_0001_Ann.wav\n",
    "segment_0001_A.nn.wav",
    "../segment_0001_Ann.wav",
    "segment_0001_../x.wav",
    `segment_0001_${"x".repeat(101)}.wav`,
    "xsegment_0001_Ann.wav",
  ])("refuses %j", (name) => {
    expect(isClipName(name)).toBe(false);
  });
});
