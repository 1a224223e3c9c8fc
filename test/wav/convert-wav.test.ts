import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convert } from "../../src/audio/convert.ts";
import { quantize } from "../../src/audio/quantize.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { type ConvertWavOptions, convertWav } from "../../src/wav/convert-wav.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import {
  AMBISONIC_GUID,
  chunk,
  extensibleBody,
  type FormatFields,
  plainWav,
  wavBytes,
} from "../helpers/wav-chunks.ts";

async function recording(fields: FormatFields = {}, frames = 50) {
  const { channels = 1, bits = 16 } = fields;
  return openWav(memorySource(plainWav(pattern((frames * channels * bits) / 8), fields)));
}

/** What a recording becomes, opened. */
async function converted(wav: Parameters<typeof convertWav>[0], options?: ConvertWavOptions) {
  const { file } = await convertWav(wav, options);
  return openWav(file, { strict: true });
}

async function samples(wav: Awaited<ReturnType<typeof openWav>>) {
  return bytesAt(wav.source, wav.data.offset, wav.data.size);
}

describe("a conversion that changes nothing", () => {
  it.each([8, 16, 24, 32])("moves samples of %i bits as they are, into any container", async (bits) => {
    const wav = await recording({ bits, channels: 3 });
    for (const container of ["RIFF", "W64", "RF64"] as const) {
      const result = await converted(wav, { container });
      expect(result.container).toBe(container);
      expect(await samples(result)).toEqual(await samples(wav));
    }
  });

  it("but the width gives the same samples where the new one has room for them", async () => {
    for (const [from, to] of [
      [8, 16],
      [8, 24],
      [16, 24],
      [16, 32],
      [24, 32],
    ] as const) {
      const wav = await recording({ bits: from, channels: 2 });
      for (const sample of [
        { encoding: "pcm", bitsPerSample: to },
        { encoding: "float", bitsPerSample: 32 },
      ] as const) {
        expect(await framesOf(await converted(wav, { sample }))).toEqual(await framesOf(wav));
      }
      const there = await converted(wav, { sample: { encoding: "pcm", bitsPerSample: to } });
      const back = await converted(there, {
        sample: { encoding: "pcm", bitsPerSample: from },
        dither: "none",
      });
      expect(await samples(back)).toEqual(await samples(wav));
    }
  });

  it("but the byte order gives the same samples, and metadata in the other byte order", async () => {
    const audio = sourceOf({ channels: 2, frames: 20 }, (n) => n / 64);
    const metadata = writeMetadata({ info: { INAM: "Title" } }, { bigEndian: true });
    const wav = await openWav(
      encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }, { container: "RIFX", metadata }),
    );
    const result = await converted(wav);
    expect(result.container).toBe("RIFF");
    expect(await framesOf(result)).toEqual(await framesOf(wav));
    expect((await readMetadata(result)).info).toEqual({ INAM: "Title" });
  });
});

it("peaks stay where samples keep their values, and go where these change", async () => {
  const audio = sourceOf({ frames: 20 }, (n) => n / 64);
  const peaks = { version: 1, timestamp: 7, channels: [{ value: 19 / 64, frame: 19 }] };
  const metadata = writeMetadata({ peaks });
  const wav = await openWav(encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }, { metadata }));
  const peaksOf = async (options: ConvertWavOptions) =>
    (await readMetadata(await converted(wav, options))).peaks;
  expect(await peaksOf({ sample: { encoding: "pcm", bitsPerSample: 24 } })).toEqual(peaks);
  expect(await peaksOf({ sample: { encoding: "pcm", bitsPerSample: 8 } })).toBeUndefined();
  expect(await peaksOf({ gainDecibels: -1 })).toBeUndefined();
  expect(await peaksOf({ channels: 2 })).toBeUndefined();
});

describe("dither", () => {
  it("is added where bits are lost, and where samples were computed", async () => {
    const wav = await recording({ bits: 24, channels: 2 });
    const sample = { encoding: "pcm", bitsPerSample: 16 } as const;
    expect(await framesOf(await converted(wav, { sample }))).toEqual(
      await framesOf(quantize(wav, { bitsPerSample: 16 })),
    );
    const quieter = convert(wav, { gainDecibels: -6 });
    expect(await framesOf(await converted(wav, { gainDecibels: -6 }))).toEqual(
      await framesOf(quantize(quieter, { bitsPerSample: 24 })),
    );
  });

  it("does not touch what lies between fades", async () => {
    const wav = await recording({ sampleRate: 1000 }, 500);
    const result = await framesOf(await converted(wav, { fadeIn: 0.1, fadeOut: 0.1 }), 100, 400);
    expect(result).toEqual(await framesOf(wav, 100, 400));
  });

  it("with noise shaping comes out the same however the file is read", async () => {
    const wav = await recording({ bits: 24, channels: 2 }, 300);
    const options = { sample: { encoding: "pcm", bitsPerSample: 24 }, gainDecibels: -3 } as const;
    const make = async () => (await convertWav(wav, { ...options, noiseShaping: "lipshitz" })).file;
    const whole = await make();
    const expected = await bytesAt(whole, 0, whole.size);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 500 }), async (step) => {
        const file = await make();
        const actual = new Uint8Array(file.size);
        for (let at = 0; at < file.size; at += step) await file.read(at, actual.subarray(at, at + step));
        expect(actual).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

it("a file that is read in blocks reads its audio once, also where a block ends within a frame", async () => {
  const audio = sourceOf({ channels: 2, frames: 100 }, noiseAt);
  const file = encodeWav(audio, { encoding: "pcm", bitsPerSample: 24 });
  for (let at = 0; at < file.size; at += 100) await file.read(at, new Uint8Array(100));
  const next = audio.reads.reduce((end, { start, length }) => {
    expect(start).toBe(end);
    return start + length;
  }, 0);
  expect(next).toBe(100);
});

describe("the format", () => {
  it.each([
    ["is the recording's own", { bits: 24 }, {}, { encoding: "pcm", bitsPerSample: 24 }],
    ["is one that is written", { bits: 40 }, {}, { encoding: "pcm", bitsPerSample: 32 }],
    ["of A-law stays", { tag: 6, bits: 8 }, { gainDecibels: -1 }, { encoding: "alaw", bitsPerSample: 8 }],
  ] as const)("%s", async (_, fields, options, expected) => {
    const { sample } = await convertWav(await recording({ ...fields, channels: 2 }), options);
    expect(sample).toEqual(expected);
  });

  const surround = { channels: 6, bits: 16, mask: 0x60f };

  it("keeps the loudspeakers of as many channels, and has the customary ones for mixed ones", async () => {
    const body = extensibleBody(surround);
    const wav = await openWav(memorySource(wavBytes([chunk("fmt ", body), chunk("data", pattern(120))])));
    expect((await converted(wav, { sampleRate: 4000 })).format.channelMask).toBe(0x60f);
    expect((await converted(wav, { channels: 4 })).format.channelMask).toBe(0x33);
    expect((await converted(wav, { channels: 2 })).format.channelMask).toBeUndefined();
    expect((await converted(wav, { channels: 4, rule: "discrete" })).format.channelMask).toBe(0);
  });

  it("stays ambisonic", async () => {
    const body = extensibleBody({ channels: 4, bits: 16, mask: 0, subtype: AMBISONIC_GUID });
    const wav = await openWav(memorySource(wavBytes([chunk("fmt ", body), chunk("data", pattern(80))])));
    const result = await converted(wav, { sample: { encoding: "pcm", bitsPerSample: 24 } });
    expect(result.format.ambisonic).toBe(true);
    expect((await converted(wav, { channels: 1 })).format.ambisonic).toBeUndefined();
  });
});

describe("a part of a recording", () => {
  it("is converted as a clip of it, with its metadata at the new sample rate", async () => {
    const audio = sourceOf({ sampleRate: 48_000, frames: 4800 }, noiseAt);
    const cues = {
      points: [
        { id: 1, frame: 600 },
        { id: 2, frame: 1800 },
      ],
    };
    const metadata = writeMetadata({ cues, bext: { timeReference: 48_000 } });
    const wav = await openWav(encodeWav(audio, { encoding: "float", bitsPerSample: 32 }, { metadata }));
    const part = await converted(wav, { from: 1200, to: 3600, sampleRate: 16_000 });
    expect(part).toMatchObject({ frames: 800, sampleRate: 16_000 });
    expect(await readMetadata(part)).toMatchObject({
      cues: { points: [{ id: 2, frame: 200 }] },
      bext: { timeReference: 16_400 },
    });
    expect(await samples(await converted(wav, { from: 7, to: 9 }))).toEqual(
      (await samples(wav)).slice(28, 36),
    );
    expect((await converted(wav, { sampleRate: 8000, metadata: "none" })).metadata).toEqual([]);
  });
});

it("the peak is what was clipped, and nothing where nothing can be", async () => {
  const audio = sourceOf({ frames: 10 }, () => 0.5);
  const wav = await openWav(encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }));
  const gainDecibels = 20 * Math.log10(4);
  const { file, peak } = await convertWav(wav, { gainDecibels });
  await bytesAt(file, 0, file.size);
  expect(peak()).toBeCloseTo(2, 5);
  const float = await convertWav(wav, { gainDecibels, sample: { encoding: "float", bitsPerSample: 32 } });
  await bytesAt(float.file, 0, float.file.size);
  expect(float.peak()).toBe(0);
});

it("an empty recording becomes an empty one", async () => {
  const wav = await recording({}, 0);
  expect(await converted(wav, { sampleRate: 16_000, channels: 2, gainDecibels: 3 })).toMatchObject({
    frames: 0,
    channels: 2,
  });
});
