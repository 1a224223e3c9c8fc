import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { failure } from "../helpers/failure.ts";
import { sameBytes } from "../helpers/pattern.ts";
import { plainWav } from "../helpers/wav-chunks.ts";
import { anyFormat, readPlanes, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";

/** A stereo file of ten frames. */
async function tenFrames() {
  const recording = recorded(encodeWav(sampleSource(2, 10), { encoding: "pcm", bitsPerSample: 16 }));
  const wav = await openWav(recording.source);
  recording.asked.length = 0;
  return { wav, asked: recording.asked };
}

function planes(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames).fill(9));
}

describe("a window of a file", () => {
  it("is the same part of the whole, whatever the format", async () => {
    const property = fc.asyncProperty(
      anyFormat,
      fc.integer({ min: 1, max: 8 }),
      fc.nat(200),
      fc.nat(220),
      fc.nat(220),
      async (sample, channels, frames, start, length) => {
        const wav = await openWav(encodeWav(sampleSource(channels, frames), sample));
        const whole = samplePlanes(channels, frames);
        expect(await readPlanes(wav)).toEqual(whole);
        const window = planes(channels, length);
        const got = await wav.read(start, window);
        expect(got).toBe(Math.max(0, Math.min(length, frames - start)));
        window.forEach((plane, channel) => {
          expect(plane.subarray(0, got)).toEqual(whole[channel]?.subarray(start, start + got));
          // What lies behind the end is left as it is.
          expect(plane.subarray(got).every((value) => value === 9)).toBe(true);
        });
      },
    );
    await fc.assert(property);
  });

  it("may be longer than the memory that it is decoded through", async () => {
    const frames = 300_000;
    const wav = await openWav(encodeWav(sampleSource(1, frames), { encoding: "float", bitsPerSample: 64 }));
    const [plane] = await readPlanes(wav, 5);
    expect(sameBytes(bytesOf(plane!), bytesOf(samplePlanes(1, frames - 5, 5)[0]!))).toBe(true);
  });

  it("reads its own bytes and no others", async () => {
    const { wav, asked } = await tenFrames();
    await wav.read(3, planes(2, 4));
    expect(asked).toEqual([[44 + 3 * 4, 44 + 7 * 4]]);
    asked.length = 0;
    await wav.read(8, planes(2, 4));
    expect(asked).toEqual([[44 + 8 * 4, 44 + 10 * 4]]);
  });

  it("past the end, or of no frames, reads nothing", async () => {
    const { wav, asked } = await tenFrames();
    expect(await wav.read(10, planes(2, 4))).toBe(0);
    expect(await wav.read(2 ** 50, planes(2, 4))).toBe(0);
    expect(await wav.read(3, planes(2, 0))).toBe(0);
    expect(asked).toEqual([]);
  });

  it("needs one plane per channel, all of one length", async () => {
    const { wav, asked } = await tenFrames();
    for (const [wrong, words] of [
      [planes(1, 4), "got 1 with lengths 4"],
      [planes(3, 4), "got 3 with lengths 4, 4, 4"],
      [[], "got 0 with lengths none"],
      [[new Float32Array(3), new Float32Array(4)], "got 2 with lengths 3, 4"],
    ] as const) {
      const error = await failure(wav.read(0, [...wrong]));
      expect(error.code).toBe("audio/bad-planes");
      expect(error.message).toBe(`expected 2 planes of one length, ${words}`);
    }
    expect(asked).toEqual([]);
  });

  it("begins at a whole frame number, 0 or more", async () => {
    const { wav } = await tenFrames();
    for (const start of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      const error = await failure(wav.read(start, planes(2, 4)));
      expect(error.code).toBe("audio/bad-start");
      expect(error.message).toBe(`expected a frame number of 0 or more, got ${start}`);
    }
  });

  it("of a file that became shorter is an error", async () => {
    const bytes = plainWav(new Uint8Array(100));
    let length = bytes.length;
    const wav = await openWav({
      size: bytes.length,
      read: (offset, into) => memorySource(bytes.subarray(0, length)).read(offset, into),
    });
    length = 60;
    expect((await failure(wav.read(0, planes(1, 50)))).code).toBe("stream/unexpected-end");
    expect(await wav.read(0, planes(1, 8))).toBe(8);
  });

  it("stops when it is told to", async () => {
    const { wav } = await tenFrames();
    const reason = new Error("enough");
    const bytes = memorySource(plainWav(new Uint8Array(100)));
    await expect((await openWav(bytes)).read(0, planes(1, 4), AbortSignal.abort(reason))).rejects.toBe(
      reason,
    );
    expect(await wav.read(0, planes(2, 4), new AbortController().signal)).toBe(4);
  });
});

function bytesOf(plane: Float32Array): Uint8Array {
  return new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength);
}
