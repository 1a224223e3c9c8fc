import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { afterAll, describe, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import type { OutputFormat } from "../../src/transcode/transcode-options.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { noiseFrom } from "../helpers/noise.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { hasNative, madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { largestDifference, testSound, windowOf } from "./support/test-sound.ts";

const { openMedia, transcode, encodeMedia, close } = transcoder();
afterAll(() => close());

/** One step of 16 bits. */
const STEP = 2 ** -15;

const kinds = Object.entries(KINDS).filter(([, { own }]) => hasNative || own !== undefined);

const files = new Map<string, Promise<Uint8Array>>();

/** Six seconds of a kind, made once: more than any decoder's memory. */
function made(id: string): Promise<Uint8Array> {
  const kind = KINDS[id]!;
  const known = files.get(id);
  const sound = testSound(kind.sampleRate, 2, 6 * kind.sampleRate + 77);
  // Noise that the decoder makes up (ISO/IEC 14496-3, section 4.6.13) depends on all that it decoded before.
  const extra = id === "m4a" ? ["-aac_pns", "0"] : [];
  const file = known ?? madeMedia(kind, sound, { extra });
  files.set(id, file);
  return file;
}

/** A file's frames, as it is turned into a WAV file. */
async function asWav(source: Uint8Array, name: string, range: { from?: number; to?: number } = {}) {
  const sink = memorySink();
  const result = await transcode(named(source, name), sink, { format: "wav", ...range });
  const wav = await openWav(memorySource(sink.bytes()));
  return { wav, planes: await framesOf(wav), warnings: result.warnings };
}

describe("lossless", () => {
  test.each([
    ["flac", 16],
    ["flac", 24],
    ["alac", 16],
    ["alac", 24],
  ] as const)("%s of %i bits is, from end to end, the samples that went in", async (format, bits) => {
    const sound = testSound(48_000, 2, 96_077, bits);
    const expected = await framesOf(sound);
    const sink = memorySink();
    await encodeMedia(sound, sink, { format, bits });
    const { wav, planes } = await asWav(sink.bytes(), KINDS[format]!.name);
    expect(wav.format.bitsPerSample).toBe(bits);
    expect(largestDifference(planes, expected)).toBe(0);
    const again = memorySink();
    await transcode(named(sink.bytes(), KINDS[format]!.name), again, { format: "flac", copy: "never" });
    expect(largestDifference((await asWav(again.bytes(), "b.flac")).planes, expected)).toBe(0);
  });

  test.runIf(hasNative).each(["flac", "alac", "wav"])("%s that others made is what went in", async (id) => {
    const sound = testSound(44_100, 2, 6 * 44_100 + 77);
    const { planes } = await asWav(await made(id), KINDS[id]!.name);
    expect(largestDifference(planes, await framesOf(sound))).toBe(0);
  });
});

describe.each(kinds)("%s", (id, { name, seeks, sampleRate }) => {
  test.runIf(hasNative)(
    "is decoded within a step of 16 bits of what the installed ffmpeg makes of it",
    async () => {
      const bytes = await made(id);
      const path = (await tempFolder()).file(name);
      await writeFile(path, bytes);
      const args = ["-v", "error", "-i", path, "-map", "0:a:0", "-f", "s16le", "-"];
      const { stdout } = spawnSync("ffmpeg", args, { maxBuffer: 2 ** 26, timeout: 100_000 });
      const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length / 2);
      const { planes } = await asWav(bytes, name);
      // An m4a says where its last packet is to end, which native ffmpeg does not look at.
      const frames = planes[0]?.length ?? 0;
      expect(samples.length / 2 - frames).toBeGreaterThanOrEqual(0);
      expect(samples.length / 2 - frames).toBeLessThan(id === "m4a" ? 1024 : 1);
      const native = [0, 1].map((channel) =>
        Float32Array.from({ length: frames }, (_, n) => (samples[2 * n + channel] ?? 0) * STEP),
      );
      expect(largestDifference(planes, native)).toBeLessThanOrEqual(STEP);
    },
  );

  test("gives in any window what the whole has there, also to two who read in turn", async () => {
    const media = await openMedia(named(await made(id), name));
    const whole = await framesOf(media);
    const next = noiseFrom(sampleRate + name.length);
    const pick = (below: number) => Math.floor(((next() + 1) / 2) * below);
    for (let round = 0; round < (seeks ? 8 : 3); round++) {
      const [a, b] = [pick(media.frames - 9000), pick(media.frames - 9000)];
      for (let part = 0; part < 3; part++) {
        for (const start of [a, b]) {
          const [from, to] = [start + 3000 * part, start + 3000 * (part + 1)];
          const got = await framesOf(media, from, to);
          expect(largestDifference(got, windowOf(whole, from, to)), `${from}`).toBe(0);
        }
      }
    }
    expect(media.warnings).toEqual([]);
    await media.close();
  });

  test("gives, as a range that becomes a file, what the whole has there", async () => {
    const bytes = await made(id);
    const { planes: whole } = await asWav(bytes, name);
    const [from, to] = [1.2345, 4.7];
    const [first, last] = [Math.round(from * sampleRate), Math.round(to * sampleRate)];
    for (const [begin, range] of [
      [first, { from, to }],
      [0, { to }],
    ] as const) {
      const part = await asWav(bytes, name, range);
      expect(largestDifference(part.planes, windowOf(whole, begin, last))).toBe(0);
      expect(part.warnings).toEqual([]);
    }
    const flac = memorySink();
    const options = { format: "flac", from, to, copy: "never" } as const;
    const result = await transcode(named(bytes, name), flac, options);
    expect(result.duration).toBeCloseTo(to - from, 4);
    const { planes } = await asWav(flac.bytes(), "part.flac");
    expect(planes[0]?.length).toBe(last - first);
    expect(largestDifference(planes, windowOf(whole, first, last))).toBeLessThanOrEqual(STEP);
  });
});

describe("encoded and decoded again", () => {
  const lengths = [1, 1000, 1023, 1024, 1025, 44_101];
  test.each(["mp3", "m4a", "m4b", "alac", "flac", "ogg", "wav", "opus"] as OutputFormat[])(
    "%s has as many frames as went in",
    async (format) => {
      const sampleRate = format === "opus" ? 48_000 : 44_100;
      for (const frames of lengths) {
        const sink = memorySink();
        const result = await encodeMedia(testSound(sampleRate, 1, frames), sink, { format });
        expect(result.duration).toBeCloseTo(frames / sampleRate, 9);
        const media = await openMedia(named(sink.bytes(), `a.${format === "alac" ? "m4a" : format}`));
        // The padding of an mp3 is at most 4095 frames: what is shorter than its delay needs gets some more.
        const expected = format === "mp3" ? Math.max(frames, 47) : frames;
        expect([frames, media.frames, media.exact]).toEqual([frames, expected, true]);
        expect((await framesOf(media))[0]?.length).toBe(expected);
        expect(media.warnings).toEqual([]);
        await media.close();
      }
    },
  );

  test("mka has as many frames as went in, rounded up to whole packets, for its times are milliseconds", async () => {
    const sink = memorySink();
    await encodeMedia(testSound(48_000, 1, 48_001), sink, { format: "mka" });
    const media = await openMedia(named(sink.bytes(), "a.mka"));
    expect(media.exact).toBe(false);
    expect(media.frames).toBeGreaterThanOrEqual(48_001);
    expect(media.frames).toBeLessThan(48_001 + 2 * 960 + 312);
    await media.close();
  });
});
