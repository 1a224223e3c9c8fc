import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { describeFormat } from "../../src/wav/format.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import {
  AMBISONIC_GUID,
  chunk,
  extensibleBody,
  FLOAT_GUID,
  formatBody,
  PCM_GUID,
  wavBytes,
} from "../helpers/wav-chunks.ts";
import { readPlanes } from "../helpers/wav-samples.ts";

async function opened(format: Uint8Array, audio: Uint8Array = new Uint8Array(24)) {
  return openWav(memorySource(wavBytes([chunk("fmt ", format), chunk("data", audio)])));
}

describe("the extensible form", () => {
  it("names its encoding by GUID", async () => {
    expect(await opened(extensibleBody({ subtype: PCM_GUID }))).toMatchObject({
      format: { encoding: "pcm", bitsPerSample: 16 },
      warnings: [],
    });
    expect(await opened(extensibleBody({ bits: 64, subtype: FLOAT_GUID }))).toMatchObject({
      format: { encoding: "float", bitsPerSample: 64 },
      warnings: [],
    });
  });

  it("tells the loudspeaker positions, all 32 bits of them", async () => {
    for (const mask of [0, 0x3, 0x3f, 0xffff_ffff]) {
      const { format } = await opened(extensibleBody({ channels: 2, mask }));
      expect(format.channelMask).toBe(mask);
      expect(format).not.toHaveProperty("ambisonic");
    }
  });

  it("tells ambisonic channels from others", async () => {
    const { format } = await opened(extensibleBody({ channels: 4, subtype: AMBISONIC_GUID }));
    expect(format).toMatchObject({ encoding: "pcm", channels: 4, ambisonic: true });
  });

  it.each([
    [12, 16],
    [20, 24],
    [24, 32],
    [16, 16],
    [1, 8],
  ])("has %i valid bits of %i, which the samples' scale does not depend on", async (validBits, bits) => {
    // Left-justified: half of full scale has the second bit from the top set.
    const audio = new Uint8Array(bits / 8);
    audio[audio.length - 1] = bits === 8 ? 0xc0 : 0x40;
    const wav = await opened(extensibleBody({ bits, validBits }), audio);
    expect(wav).toMatchObject({ format: { bitsPerSample: bits, validBits }, warnings: [] });
    expect(await readPlanes(wav)).toEqual([Float32Array.of(0.5)]);
  });

  it("that says 0 valid bits, or more than there are, means all of them", async () => {
    for (const validBits of [0, 17, 65535]) {
      expect((await opened(extensibleBody({ validBits }))).format.validBits).toBe(16);
    }
  });
});

describe("the plain form", () => {
  it.each([
    [4, 1, 8],
    [12, 2, 16],
    [20, 3, 24],
    [20, 4, 32],
    [24, 4, 32],
    [30, 4, 32],
  ])("has %i bits in %i bytes as valid bits of %i", async (bits, blockAlign, bitsPerSample) => {
    const wav = await opened(formatBody({ bits, blockAlign }));
    expect(wav).toMatchObject({ format: { bitsPerSample, validBits: bits, blockAlign }, warnings: [] });
  });
});

describe("a clip keeps", () => {
  it.each([
    ["the plain form", formatBody({ channels: 2 })],
    ["20 bits in 3 bytes", formatBody({ bits: 20 })],
    ["24 bits in 4 bytes", formatBody({ bits: 24, blockAlign: 4 })],
    ["12 bits in 2 bytes", formatBody({ bits: 12 })],
    ["floats", formatBody({ tag: 3, bits: 32 })],
    ["valid bits and mask", extensibleBody({ channels: 2, bits: 32, validBits: 24, mask: 0x3 })],
    ["an empty mask", extensibleBody({ channels: 2 })],
    ["extensible floats", extensibleBody({ bits: 32, mask: 4, subtype: FLOAT_GUID })],
    ["ambisonics", extensibleBody({ channels: 4, subtype: AMBISONIC_GUID })],
  ])("%s", async (_, body) => {
    const wav = await opened(body);
    const clip = await openWav(clipWav(wav, 0, 1), { strict: true });
    expect(clip.format).toEqual(wav.format);
  });

  it("every byte of an extensible format", async () => {
    const body = extensibleBody({ channels: 2, bits: 24, validBits: 20, mask: 0x3 });
    const bytes = new Uint8Array(8 + body.length);
    await clipWav(await opened(body), 0, 1).read(12, bytes);
    expect(bytes).toEqual(chunk("fmt ", body));
  });
});

describe("a format in words", () => {
  it.each([
    [formatBody(), "16-bit PCM, 8000 Hz, 1 channel"],
    [formatBody({ bits: 20, channels: 2 }), "20-in-24-bit PCM, 8000 Hz, 2 channels"],
    [formatBody({ tag: 3, bits: 32, sampleRate: 96000 }), "32-bit float, 96000 Hz, 1 channel"],
  ])("%#", async (body, words) => {
    expect(describeFormat((await opened(body)).format)).toBe(words);
  });
});
