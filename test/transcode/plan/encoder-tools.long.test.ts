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

interface Sound {
  readonly sampleRate: number;
  readonly channels: number;
}

interface Encoding {
  readonly sound: Sound;
  readonly options: EncodingOptions;
}

/** What became of one of several encodings. */
interface Encoded {
  /** The line that ffmpeg writes of what goes in, and of what comes out. */
  readonly read: string;
  readonly written: string;
  readonly bytes: number;
}

/** Encodes a file of bare samples in each of the ways, all in one run: starting ffmpeg takes longer than encoding. */
async function encode(folder: TempFolder, path: string, encodings: readonly Encoding[]): Promise<Encoded[]> {
  const inputs = encodings.flatMap(({ sound, options }) => samples(path, options.format, sound));
  const files = encodings.map((_, index) => folder.file(`out-${index}`));
  const outputs = encodings.flatMap(({ sound, options }, index) => {
    const { muxer } = FORMATS[options.format];
    return ["-map", `${index}:a`, ...encoderArguments(options, sound), "-f", muxer, files[index] ?? ""];
  });
  const { stderr } = await run("ffmpeg", ["-nostdin", "-y", ...inputs, ...outputs], { maxBuffer: 2 ** 26 });
  expect(stderr).not.toContain("Too many bits");
  const lines = [...stderr.matchAll(/^ *Stream #(\d+):0.*: (Audio: .*)$/gm)].map(([, index, line = ""]) => ({
    index: Number(index),
    line,
  }));
  return Promise.all(
    files.map(async (file, index) => {
      const [read = "", written = ""] = lines.filter((line) => line.index === index).map(({ line }) => line);
      return { read, written, bytes: (await stat(file)).size };
    }),
  );
}

/** An input of bare samples. */
function samples(path: string, format: OutputFormat, { sampleRate, channels }: Sound): string[] {
  const layout = channelLayout(format, channels)!;
  return ["-f", "f32le", "-ar", String(sampleRate), "-ch_layout", layout, "-i", path];
}

/** The channels of a line of ffmpeg's. */
const layoutIn = (line: string) => / Hz, ([^,]+),/.exec(line)?.[1];

describe.runIf(haveTools("ffmpeg"))("the encoders", () => {
  test.each(OUTPUT_FORMATS)("of %s take all channels without mixing them", async (format) => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 8 * 4800));
    const counts = Array.from({ length: Math.min(FORMATS[format].maxChannels, 8) }, (_, index) => index + 1);
    const encodings = counts.map((channels) => ({
      sound: { sampleRate: 48_000, channels },
      options: { format },
    }));
    const encoded = await encode(folder, path, encodings);
    const layouts = counts.map((channels) => channelLayout(format, channels));
    expect(encoded.map(({ read }) => layoutIn(read))).toEqual(layouts);
    expect(encoded.map(({ written }) => layoutIn(written))).toEqual(layouts);
  });

  test.each(OUTPUT_FORMATS)("of %s take the nearest rates", async (format) => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 4800));
    const wished = [1000, 8000, 11_025, 37_800, 44_100, 65_537, 96_001, 192_000, 768_000];
    // Formats of few rates have the same one for several wishes.
    const rates = [...new Set(wished.map((rate) => nearestRate(format, rate)))];
    const encoded = await encode(
      folder,
      path,
      rates.map((sampleRate) => ({ sound: { sampleRate, channels: 1 }, options: { format } })),
    );
    for (const [index, { written }] of encoded.entries()) {
      expect(written).toContain(`, ${rates[index]} Hz, mono`);
    }
  });

  test.each(["mp3", "m4a", "opus", "ogg", "mka"] as const)("of %s take every bit rate", async (format) => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 9600));
    const sounds = [8000, 16_000, 48_000].flatMap((sampleRate) =>
      [1, 2].map((channels) => ({ sampleRate, channels })),
    );
    const encodings = [8000, 512_000].flatMap((bitrate) =>
      sounds.map((sound) => ({ sound, options: { format, bitrate } })),
    );
    for (const { bytes } of await encode(folder, path, encodings)) expect(bytes).toBeGreaterThan(100);
  });

  test.each(["mp3", "m4a", "opus", "ogg", "mka"] as const)("of %s grow with the quality", async (format) => {
    const folder = await tempFolder();
    const sound = { sampleRate: nearestRate(format, 44_100), channels: 2 };
    await makeSound(folder.file("in"), 4, "-f", "f32le", "-ar", String(sound.sampleRate));
    for (const fast of [false, true]) {
      const encodings = QUALITIES.map((quality) => ({ sound, options: { format, quality, fast } }));
      const sizes = (await encode(folder, folder.file("in"), encodings)).map(({ bytes }) => bytes);
      for (const [index, size] of sizes.slice(1).entries()) expect(size).toBeGreaterThan(sizes[index]!);
      expect(sizes.at(-1)! / sizes[0]!).toBeGreaterThan(2);
    }
  });

  test("of flac shrink with the quality", async () => {
    const folder = await tempFolder();
    const sound = { sampleRate: 44_100, channels: 2 };
    await makeSound(folder.file("in"), 4, "-f", "f32le");
    const encodings = [1, 0].map((quality) => ({ sound, options: { format: "flac", quality } as const }));
    const [high, low] = await encode(folder, folder.file("in"), encodings);
    expect(high?.bytes).toBeGreaterThan(1000);
    expect(high?.bytes).toBeLessThan(low?.bytes ?? 0);
  });

  test("of ogg refuse what lies outside of the limits", async () => {
    const folder = await tempFolder();
    const path = folder.file("in");
    await writeFile(path, new Uint8Array(4 * 9600));
    for (const sampleRate of [8000, 12_000, 16_000, 22_050, 32_000, 44_100]) {
      for (const channels of [1, 2]) {
        const sound = { sampleRate, channels };
        const input = samples(path, "ogg", sound);
        const [least, most] = [vorbisBitrate(1, sound), vorbisBitrate(1e6, sound)];
        const refused = async (...rates: readonly number[]) => {
          const outputs = rates.flatMap((rate) => {
            return ["-c:a", "libvorbis", "-b:a", String(rate), "-f", "null", "-"];
          });
          return run("ffmpeg", ["-v", "error", "-y", ...input, ...outputs]).then(
            () => false,
            () => true,
          );
        };
        expect(await refused(least, most)).toBe(false);
        expect([await refused(least - 1), await refused(most + 3)]).toEqual([true, true]);
      }
    }
  });
});
