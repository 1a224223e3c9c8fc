import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { resampled } from "../helpers/resampled.ts";
import { differenceInDecibels } from "../helpers/sound-difference.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { haveTools, output } from "../helpers/wav-tool.ts";

describe.skipIf(!haveTools("sox"))("SoX", () => {
  const soxResampled = async (input: Float32Array, from: number, to: number, flag: string) => {
    const folder = await tempFolder();
    await writeFile(folder.file("in.f32"), new Uint8Array(input.slice().buffer));
    const raw = ["-t", "f32", "-L", "-c", "1"];
    const args = ["-D", ...raw, "-r", String(from), folder.file("in.f32"), ...raw, folder.file("out.f32")];
    await output("sox", ...args, "rate", flag, String(to));
    const bytes = await readFile(folder.file("out.f32"));
    return new Float32Array(new Uint8Array(bytes).buffer);
  };

  test.each([
    [44100, 16000],
    [16000, 44100],
    [44100, 48000],
    [96000, 44100],
    [44100, 44101],
    [8000, 192000],
    [192000, 8000],
  ])("makes the same samples, as many and at the same time, from %i to %i Hz", async (from, to) => {
    const frames = Math.round((0.7 * from) / 3) * 3 + 1;
    // SoX gives up level from there on: 0.0003 dB at 0.8 of the lower Nyquist frequency, 3 dB at 0.95.
    const highest = 0.25 * Math.min(from, to);
    const input = Float32Array.from({ length: frames }, (_, n) => {
      const tone = (part: number) => Math.sin((2 * Math.PI * part * highest * n) / from + part);
      const fade = Math.sin((Math.PI * n) / frames) ** 2;
      return 0.2 * fade * (tone(0.013) + tone(0.31) + tone(0.77) + tone(1));
    });
    const [high, veryHigh] = [
      resampled(input, { from, to }),
      resampled(input, { from, to, quality: "very-high" }),
    ];
    const theirs = await soxResampled(input, from, to, "-v");
    expect(high.length).toBe(theirs.length);
    expect(differenceInDecibels([high], [theirs])).toBeLessThan(-115);
    expect(differenceInDecibels([veryHigh], [theirs])).toBeLessThan(-115);
  });

  test.each([1, 2, 3, 5, 441, 882, 1000])("makes as many frames of %i", async (frames) => {
    for (const [from, to] of [
      [44100, 16000],
      [16000, 44100],
      [48000, 32000],
    ] as const) {
      const input = new Float32Array(frames);
      expect(resampled(input, { from, to }).length).toBe((await soxResampled(input, from, to, "-h")).length);
    }
  });
});
