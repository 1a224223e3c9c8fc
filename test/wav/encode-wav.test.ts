import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { failure } from "../helpers/failure.ts";
import { bytesAt, sameBytes } from "../helpers/pattern.ts";
import { chunk, extensibleBody, joined, u32, wavBytes } from "../helpers/wav-chunks.ts";
import { anyFormat, readPlanes, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";

const PCM16 = { encoding: "pcm", bitsPerSample: 16 } as const;

describe("an encoded file", () => {
  it("holds the samples, and its header is true", async () => {
    const property = fc.asyncProperty(
      anyFormat,
      fc.integer({ min: 1, max: 8 }),
      fc.nat(300),
      async (sample, channels, frames) => {
        const file = encodeWav(sampleSource(channels, frames, 44100), sample);
        const wav = await openWav(file, { strict: true });
        expect(wav).toMatchObject({ channels, frames, sampleRate: 44100, format: sample });
        expect(await readPlanes(wav)).toEqual(samplePlanes(channels, frames));
        expect(file.size % 2).toBe(0);
      },
    );
    await fc.assert(property);
  });

  it("is the same in whatever pieces it is read", async () => {
    const property = fc.asyncProperty(
      anyFormat,
      fc.integer({ min: 1, max: 8 }),
      fc.nat(100),
      fc.array(fc.tuple(fc.nat(), fc.nat(200)), { minLength: 1, maxLength: 10 }),
      async (sample, channels, frames, pieces) => {
        const file = encodeWav(sampleSource(channels, frames), sample);
        const whole = await bytesAt(file, 0, file.size);
        for (const [at, length] of pieces) {
          const offset = at % (file.size + 2);
          expect(await bytesAt(file, offset, length)).toEqual(whole.subarray(offset, offset + length));
        }
      },
    );
    await fc.assert(property);
  });

  it("is the same across the runs in which it is encoded", async () => {
    const frames = 50_000;
    const file = encodeWav(sampleSource(3, frames), { encoding: "pcm", bitsPerSample: 24 });
    const whole = await bytesAt(file, 0, file.size);
    const { data } = await openWav(file);
    for (const [offset, length] of [
      [data.offset + 1, 200_000],
      [data.offset + 65_535, 65_537],
      [data.offset + 100_003, file.size],
      [0, 66_000],
    ] as const) {
      expect(sameBytes(await bytesAt(file, offset, length), whole.subarray(offset, offset + length))).toBe(
        true,
      );
    }
  });

  it("asks for the frames of a range and no others", async () => {
    const asked: Array<[start: number, frames: number]> = [];
    const audio = sampleSource(1, 1000);
    const file = encodeWav(
      {
        ...audio,
        read(start, planes) {
          asked.push([start, planes[0]!.length]);
          return audio.read(start, planes);
        },
      },
      PCM16,
    );
    await bytesAt(file, 44 + 101, 4);
    expect(asked).toEqual([[50, 3]]);
    asked.length = 0;
    await bytesAt(file, 0, 44);
    expect(asked).toEqual([]);
  });

  it("names loudspeaker positions when they are given", async () => {
    const file = encodeWav(sampleSource(2, 1), { ...PCM16, channelMask: 0x3 });
    const format = chunk("fmt ", extensibleBody({ channels: 2, mask: 0x3 }));
    const header = wavBytes([format, chunk("data", new Uint8Array(4))]).subarray(0, -4);
    expect(await bytesAt(file, 0, header.length)).toEqual(header);
  });

  it("counts the samples of floats in a fact chunk", async () => {
    const file = encodeWav(sampleSource(1, 7), { encoding: "float", bitsPerSample: 32 });
    const { chunks } = await openWav(file, { strict: true });
    const fact = chunks.find(({ id }) => id === "fact")!;
    expect(await bytesAt(file, fact.bodyOffset, 4)).toEqual(u32(7));
  });

  it("says so when the audio ends early", async () => {
    const file = encodeWav({ ...sampleSource(1, 60), frames: 100 }, PCM16);
    expect(await bytesAt(file, 44, 120)).toHaveLength(120);
    const error = await failure(bytesAt(file, 44 + 20, 180));
    expect(error.code).toBe("audio/unexpected-end");
    expect(error.message).toBe(
      "the audio ended early: wanted 90 frames at frame 10, got 50 (its length is 100)",
    );
  });

  it("hands the signal to the audio", async () => {
    const { signal } = new AbortController();
    let given: AbortSignal | undefined;
    const audio: AudioSource = {
      ...sampleSource(1, 10),
      read: async (_, planes, signal) => {
        given = signal;
        return planes[0]!.length;
      },
    };
    await encodeWav(audio, PCM16).read(44, new Uint8Array(4), signal);
    expect(given).toBe(signal);
  });

  it("past 4 GiB is an RF64", async () => {
    const frames = 2 ** 32;
    const audio = { ...sampleSource(1, frames), read: sampleSource(1, frames).read };
    const file = encodeWav(audio, { encoding: "pcm", bitsPerSample: 8 });
    const wav = await openWav(file, { strict: true });
    expect(wav).toMatchObject({ container: "RF64", frames });
    expect(await readPlanes(wav, frames - 3)).toEqual(samplePlanes(1, 3, frames - 3));
  });
});

describe("a format that WAV has no room for is refused:", () => {
  const audio = sampleSource(1, 10);
  it.each([
    [
      "an encoding",
      audio,
      { encoding: "mp3", bitsPerSample: 16 },
      'expected the encoding "pcm" or "float" or "alaw" or "mulaw", got mp3',
    ],
    [
      "12-bit PCM",
      audio,
      { encoding: "pcm", bitsPerSample: 12 },
      "bits per sample of pcm: expected 8 or 16 or 24 or 32, got 12",
    ],
    [
      "16-bit floats",
      audio,
      { encoding: "float", bitsPerSample: 16 },
      "bits per sample of float: expected 32 or 64, got 16",
    ],
    [
      "no channels",
      { ...audio, channels: 0 },
      PCM16,
      "channels: expected 1 or more, at most 65535 bytes a frame, got 0",
    ],
    [
      "too many channels",
      { ...audio, channels: 32768 },
      PCM16,
      "channels: expected 1 or more, at most 65535 bytes a frame, got 32768",
    ],
    [
      "half a hertz",
      { ...audio, sampleRate: 44100.5 },
      PCM16,
      "sample rate: expected an integer from 1 to 4294967295 Hz, got 44100.5",
    ],
    [
      "a mask of 33 bits",
      audio,
      { ...PCM16, channelMask: 2 ** 32 },
      "channel mask: expected an integer of 32 bits, got 4294967296",
    ],
    [
      "audio without an end",
      { ...audio, frames: Number.POSITIVE_INFINITY },
      PCM16,
      "frames: expected a length that is known, 0 or more, got Infinity",
    ],
  ])("%s", (_, source, sample, message) => {
    // biome-ignore lint/suspicious/noExplicitAny: what callers without types may write
    expect(() => encodeWav(source, sample as any)).toThrow(
      expect.objectContaining({ code: "wav/bad-format", message }),
    );
  });
});

it("an encoded file of odd size ends with a zero that its header counts", async () => {
  const file = encodeWav(sampleSource(1, 3), { encoding: "pcm", bitsPerSample: 8 });
  const bytes = await bytesAt(file, 0, file.size);
  expect(joined(bytes.subarray(4, 8), bytes.subarray(40, 44), bytes.subarray(47))).toEqual(
    joined(u32(40), u32(3), Uint8Array.of(0)),
  );
});
