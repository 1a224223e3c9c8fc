import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import {
  AMBISONIC_GUID,
  chunk,
  extensibleBody,
  FLOAT_GUID,
  formatBody,
  plainWav,
  wavBytes,
} from "../helpers/wav-chunks.ts";
import { recorded } from "../helpers/wav-sources.ts";

async function opened(format: Uint8Array, name?: string, audio = pattern(24)) {
  return openWav(memorySource(wavBytes([chunk("fmt ", format), chunk("data", audio)]), name));
}

describe("a join", () => {
  it("of clips that tile a file is the file's data", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(8, 16, 24, 32),
      fc.integer({ min: 1, max: 8 }),
      fc.nat(60),
      fc.array(fc.nat(), { maxLength: 8 }),
      async (bits, channels, frames, cuts) => {
        const audio = pattern((frames * channels * bits) / 8);
        const wav = await openWav(memorySource(plainWav(audio, { bits, channels })));
        const ends = [0, frames, ...cuts.map((cut) => cut % (frames + 1))].sort((a, b) => a - b);
        const parts = await Promise.all(
          ends.slice(1).map((end, index) => openWav(clipWav(wav, ends[index]!, end))),
        );
        const join = joinWavs(parts);
        const whole = clipWav(wav, 0, frames);
        expect(await bytesAt(join, 0, join.size)).toEqual(await bytesAt(whole, 0, whole.size));
        const { data } = await openWav(join, { strict: true });
        expect(await bytesAt(join, data.offset, data.size)).toEqual(audio);
      },
    );
    await fc.assert(property);
  });

  it("is made without reading anything", async () => {
    const { source, asked } = recorded(memorySource(plainWav(pattern(24))));
    const wav = await openWav(source);
    asked.length = 0;
    joinWavs([wav, wav]);
    expect(asked).toEqual([]);
  });

  it("has one padding byte at its end and none between its parts", async () => {
    const part = await opened(formatBody({ bits: 24 }), "part", pattern(9));
    const join = joinWavs([part, part, part]);
    expect(await bytesAt(join, 44, join.size)).toEqual(
      Uint8Array.of(...pattern(9), ...pattern(9), ...pattern(9), 0),
    );
  });

  it("of nothing is an error", () => {
    expect(() => joinWavs([])).toThrow(
      expect.objectContaining({
        code: "wav/nothing-to-join",
        message: "expected one file or more to join, got none",
      }),
    );
  });
});

describe("a join of different formats is an error that names", () => {
  const floats = extensibleBody({ channels: 3, bits: 32, mask: 7, sampleRate: 44100, subtype: FLOAT_GUID });

  it("all differences", async () => {
    const one = await opened(formatBody({ channels: 2 }), "a.wav");
    const other = await opened(floats, "b.wav");
    expect(() => joinWavs([one, one, other])).toThrow(
      expect.objectContaining({
        code: "wav/different-formats",
        message:
          "cannot join a.wav and b.wav without conversion: encoding is pcm against float; " +
          "sample rate in Hz is 8000 against 44100; channels is 2 against 3; bits per sample is 16 against 32; " +
          "valid bits is 16 against 32; bytes per frame is 4 against 12",
        details: expect.objectContaining({ index: 2 }),
      }),
    );
  });

  it.each([
    ["valid bits", formatBody({ bits: 24 }), formatBody({ bits: 20 }), "valid bits is 24 against 20"],
    [
      "channel masks",
      extensibleBody({ channels: 2, mask: 0x3 }),
      extensibleBody({ channels: 2, mask: 0x30 }),
      "channel mask is 0x3 against 0x30",
    ],
    [
      "ambisonics",
      extensibleBody({ channels: 4 }),
      extensibleBody({ channels: 4, subtype: AMBISONIC_GUID }),
      "ambisonic is false against true",
    ],
  ])("%s, with the parts by number where they have no names", async (_, one, other, words) => {
    const parts = [await opened(one), await opened(other)];
    expect(() => joinWavs(parts)).toThrow(
      expect.objectContaining({
        message: `cannot join part 1 and part 2 without conversion: ${words}`,
      }),
    );
  });
});

describe("a file without loudspeaker positions", () => {
  const without = formatBody({ channels: 2 });
  const withNone = extensibleBody({ channels: 2 });
  const withSome = extensibleBody({ channels: 2, mask: 0x3 });

  it.each([
    ["before", [without, withSome]],
    ["behind", [withSome, without]],
    ["in the extensible form, before", [withNone, withSome]],
    ["in the extensible form, behind", [withSome, withNone]],
  ])("joins one with, %s it, and the result has them", async (_, formats) => {
    const join = joinWavs(await Promise.all(formats.map((format) => opened(format))));
    expect((await openWav(join, { strict: true })).format).toMatchObject({ channelMask: 0x3 });
  });

  it("does not make a way for two that contradict each other", async () => {
    const other = extensibleBody({ channels: 2, mask: 0x30 });
    const parts = await Promise.all([without, withSome, other].map((format) => opened(format)));
    expect(() => joinWavs(parts)).toThrow("channel mask is 0x3 against 0x30");
  });
});
