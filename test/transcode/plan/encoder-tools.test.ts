import { execFile } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { channelLayout, nearestRate } from "../../../src/transcode/plan/encoded-sound.ts";
import { encoderArguments } from "../../../src/transcode/plan/encoder-arguments.ts";
import { FORMATS, OUTPUT_FORMATS } from "../../../src/transcode/plan/output-format.ts";
import { vorbisBitrate } from "../../../src/transcode/plan/vorbis-bitrate.ts";
import type { EncodingOptions, OutputFormat } from "../../../src/transcode/transcode-options.ts";
import { makeSound } from "../../helpers/media-runs.ts";
import { type TempFolder, tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

const run = promisify(execFile);
const QUALITIES = [0, 0.25, 0.5, 0.75, 1];

/** Encodes a file of bare samples; what ffmpeg says of what it writes. */
async function encode(
  folder: TempFolder,
  input: readonly string[],
  options: EncodingOptions,
  sound: { readonly sampleRate: number; readonly channels: number },
): Promise<{ readonly log: string; readonly bytes: number }> {
  const out = folder.file(`out.${FORMATS[options.format].endings[0]}`);
  const encoder = encoderArguments(options, sound);
  const muxer = ["-f", FORMATS[options.format].muxer, out];
  const { stderr } = await run("ffmpeg", ["-nostdin", "-y", ...input, ...encoder, ...muxer]);
  return { log: stderr, bytes: (await stat(out)).size };
}

/** A piece of bare silence. */
function samples(path: string, format: OutputFormat, sampleRate: number, channels: number): string[] {
  const layout = channelLayout(format, channels)!;
  return ["-f", "f32le", "-ar", String(sampleRate), "-ch_layout", layout, "-i", path];
}

describe.runIf(haveTools("ffmpeg"))("the encoders", () => {
  test.each(OUTPUT_FORMATS)("of %s take all channels without mixing them", async (format) => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 8 * 4800));
    for (let channels = 1; channels <= Math.min(FORMATS[format].maxChannels, 8); channels += 1) {
      const sound = { sampleRate: 48_000, channels };
      const { log } = await encode(folder, samples(path, format, 48_000, channels), { format }, sound);
      const [read, written] = [...log.matchAll(/Audio: .*? Hz, ([^,]+),/g)].map(([, layout]) => layout);
      expect(read).toBe(channelLayout(format, channels));
      expect(written).toBe(read);
    }
  });

  test.each(OUTPUT_FORMATS)("of %s take the nearest rates", async (format) => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 4800));
    const wished = [1000, 8000, 11_025, 37_800, 44_100, 65_537, 96_001, 192_000, 768_000];
    // Formats of few rates have the same one for several wishes.
    for (const sampleRate of new Set(wished.map((rate) => nearestRate(format, rate)))) {
      const sound = { sampleRate, channels: 1 };
      const { log } = await encode(folder, samples(path, format, sampleRate, 1), { format }, sound);
      expect(log).toMatch(new RegExp(`Output.*Audio: .*, ${sampleRate} Hz, mono`, "s"));
    }
  });

  test.each(["mp3", "m4a", "opus", "ogg", "mka"] as const)("of %s take every bit rate", async (format) => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 9600));
    for (const sampleRate of [8000, 16_000, 48_000]) {
      for (const channels of [1, 2]) {
        for (const bitrate of [8000, 512_000]) {
          const input = samples(path, format, sampleRate, channels);
          const { log } = await encode(folder, input, { format, bitrate }, { sampleRate, channels });
          expect(log).not.toContain("Too many bits");
        }
      }
    }
  });

  test.each(["mp3", "m4a", "opus", "ogg", "mka"] as const)("of %s grow with the quality", async (format) => {
    const folder = await tempFolder();
    const sound = { sampleRate: nearestRate(format, 44_100), channels: 2 };
    await makeSound(folder.file("in"), 4, "-f", "f32le", "-ar", String(sound.sampleRate));
    const input = samples(folder.file("in"), format, sound.sampleRate, 2);
    for (const fast of [false, true]) {
      const sizes: number[] = [];
      for (const quality of QUALITIES) {
        sizes.push((await encode(folder, input, { format, quality, fast }, sound)).bytes);
      }
      for (const [index, size] of sizes.slice(1).entries()) expect(size).toBeGreaterThan(sizes[index]!);
      expect(sizes.at(-1)! / sizes[0]!).toBeGreaterThan(2);
    }
  });

  test("of flac shrink with the quality", async () => {
    const folder = await tempFolder();
    const sound = { sampleRate: 44_100, channels: 2 };
    await makeSound(folder.file("in"), 4, "-f", "f32le");
    const input = samples(folder.file("in"), "flac", 44_100, 2);
    const size = async (quality: number) =>
      (await encode(folder, input, { format: "flac", quality }, sound)).bytes;
    expect(await size(1)).toBeLessThan(await size(0));
  });

  test("of ogg refuse what lies outside of the limits", async () => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 9600));
    for (const sampleRate of [8000, 12_000, 16_000, 22_050, 32_000, 44_100]) {
      for (const channels of [1, 2]) {
        const sound = { sampleRate, channels };
        const input = samples(path, "ogg", sampleRate, channels);
        const [least, most] = [vorbisBitrate(1, sound), vorbisBitrate(1e6, sound)];
        const refused = async (rate: number) =>
          run("ffmpeg", [
            ...["-v", "error", "-y", ...input, "-c:a", "libvorbis", "-b:a", String(rate), "-f", "null", "-"],
          ]).then(
            () => false,
            () => true,
          );
        expect([await refused(least), await refused(most)]).toEqual([false, false]);
        expect([await refused(least - 1), await refused(most + 3)]).toEqual([true, true]);
      }
    }
  });
});
