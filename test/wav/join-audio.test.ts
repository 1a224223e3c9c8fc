import { describe, expect, it } from "vitest";
import { crossfade } from "../../src/audio/crossfade.ts";
import { remix } from "../../src/audio/remix.ts";
import { resample } from "../../src/audio/resample.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { type JoinAudioOptions, joinAudio } from "../../src/wav/join-audio.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import type { Wav } from "../../src/wav/wav.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { failure } from "../helpers/failure.ts";
import { noiseAt } from "../helpers/noise.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { differenceInDecibels } from "../helpers/sound-difference.ts";
import { type FormatFields, plainWav } from "../helpers/wav-chunks.ts";

async function recording(name: string, frames: number, fields: FormatFields = {}, seed = 1) {
  const { channels = 1, bits = 16 } = fields;
  const bytes = plainWav(pattern((frames * channels * bits) / 8, seed), { sampleRate: 1000, ...fields });
  return openWav(memorySource(bytes, name));
}

async function joined(wavs: readonly Wav[], options: JoinAudioOptions) {
  const { file } = await joinAudio(wavs, options);
  return openWav(file, { strict: true });
}

const data = (wav: Wav, from = 0, to = wav.frames) =>
  bytesAt(wav.source, wav.data.offset + from * wav.format.blockAlign, (to - from) * wav.format.blockAlign);

describe("a crossfade", () => {
  it.each([8, 16, 24, 32])(
    "of files of %i bits leaves all bytes outside the joints as they are",
    async (bits) => {
      const fields = { bits, channels: 2 };
      const wavs = [await recording("a", 300, fields), await recording("b", 250, fields, 7)];
      for (const noiseShaping of ["none", "lipshitz"] as const) {
        const whole = await joined(wavs, { crossfade: 0.1, noiseShaping });
        expect(whole.frames).toBe(450);
        expect(await data(whole, 0, 200)).toEqual(await data(wavs[0] as Wav, 0, 200));
        expect(await data(whole, 300)).toEqual(await data(wavs[1] as Wav, 100));
        expect(await data(whole, 200, 300)).not.toEqual(await data(wavs[0] as Wav, 200));
      }
    },
  );

  it("blends the joints as the crossfade of sources does, up to rounding and dither", async () => {
    const wavs = [
      await recording("a", 300),
      await recording("b", 220, {}, 7),
      await recording("c", 150, {}, 9),
    ];
    const options = { crossfade: 0.1, curve: "raised-cosine" } as const;
    const expected = await framesOf(crossfade(wavs, { duration: 0.1, curve: "raised-cosine" }));
    const dithered = await framesOf(await joined(wavs, options));
    expect(differenceInDecibels(dithered, expected)).toBeLessThan(20 * Math.log10(1.6 / 32768));
    const rounded = await framesOf(await joined(wavs, { ...options, dither: "none" }));
    expect(differenceInDecibels(rounded, expected)).toBeLessThan(20 * Math.log10(0.501 / 32768));
  });

  it("of a source that is too short names it", async () => {
    const wavs = [
      await recording("a.wav", 300),
      await recording("b.wav", 150),
      await recording("c.wav", 300),
    ];
    const error = await failure(joinAudio(wavs, { crossfade: 0.1 }));
    expect(error.code).toBe("audio/too-short");
    expect(error.message).toBe("b.wav lasts 0.15 s, its crossfades of 0.1 s need 0.2 s");
  });

  it("has the cue points where the parts begin in the shortened whole", async () => {
    const wavs = [await recording("a", 300), await recording("b", 250), await recording("c", 200)];
    const { cues } = await readMetadata(await joined(wavs, { crossfade: 0.1, cuePerPart: true }));
    expect(cues?.points.map(({ frame, label }) => [frame, label])).toEqual([
      [0, "a"],
      [200, "b"],
      [350, "c"],
    ]);
  });

  it("does not join files of different formats unless it is told to", async () => {
    const wavs = [await recording("a", 300), await recording("b", 250, { bits: 24 })];
    const error = await failure(joinAudio(wavs, { crossfade: 0.1 }));
    expect(error.code).toBe("wav/different-formats");
    expect(error.message).toMatch(
      /^cannot join a and b without conversion: bits per sample is 16 against 24/,
    );
  });
});

describe("a join with conversion", () => {
  it("is the join of bytes where there is nothing to convert", async () => {
    const wavs = [await recording("a", 30), await recording("b", 25, {}, 7)];
    const { file } = await joinAudio(wavs, { convert: true, cuePerPart: true });
    const expected = joinWavs(wavs, { cuePerPart: true });
    expect(await bytesAt(file, 0, file.size)).toEqual(await bytesAt(expected, 0, expected.size));
  });

  it("converts what has another format, and moves the rest as bytes", async () => {
    const first = await recording("a", 300, { channels: 2 });
    const other = await recording("b", 400, { sampleRate: 2000, bits: 24 }, 7);
    const whole = await joined([first, other, first], { convert: true });
    expect(whole).toMatchObject({ sampleRate: 1000, channels: 2, frames: 800 });
    expect(whole.format.bitsPerSample).toBe(16);
    expect(await data(whole, 0, 300)).toEqual(await data(first));
    expect(await data(whole, 500)).toEqual(await data(first));
    const expected = await framesOf(remix(resample(other, 1000), 2));
    const actual = await framesOf(whole, 300, 500);
    expect(
      differenceInDecibels(
        actual,
        expected.map((plane) => plane.map(clipped)),
      ),
    ).toBeLessThan(-86);
  });

  it("adds no dither to integers that the result has room for", async () => {
    const wavs = [await recording("a", 300, { bits: 24 }), await recording("b", 250, {}, 7)];
    const whole = await joined(wavs, { convert: true });
    expect(whole.format.bitsPerSample).toBe(24);
    expect(await framesOf(whole, 300)).toEqual(await framesOf(wavs[1] as Wav));
  });

  it("brings all to another format where one is named, and the first one's positions with them", async () => {
    const audio = sourceOf({ sampleRate: 1000, frames: 300 }, noiseAt);
    const metadata = writeMetadata({ cues: { points: [{ id: 1, frame: 50 }] }, info: { INAM: "Title" } });
    const first = await openWav(encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }, { metadata }));
    const options = { convert: true, sampleRate: 2000, sample: { encoding: "float", bitsPerSample: 32 } };
    const whole = await joined([first, await recording("b", 100)], {
      ...(options as JoinAudioOptions),
      cuePerPart: true,
    });
    expect(whole).toMatchObject({ sampleRate: 2000, frames: 800 });
    expect(whole.format.encoding).toBe("float");
    const { cues, info } = await readMetadata(whole);
    expect(cues?.points.map(({ frame }) => frame)).toEqual([100, 0, 600]);
    expect(info).toEqual({ INAM: "Title" });
  });
});

/** What integers of 16 bits can hold. */
function clipped(sample: number): number {
  return Math.max(-1, Math.min(32_767 / 32_768, sample));
}
