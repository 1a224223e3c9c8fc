import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { ascii, chunk, ds64, formatBody, joined, plainWav, u32, wavBytes } from "../helpers/wav-chunks.ts";
import { recorded, virtualByte, virtualSource } from "../helpers/wav-sources.ts";

const GIB = 2 ** 30;

async function all(source: ByteSource): Promise<Uint8Array> {
  return bytesAt(source, 0, source.size);
}

/** A file of some format with some chunks around its audio, and that audio. */
const anyFile = fc
  .record({
    bits: fc.constantFrom(8, 12, 16, 20, 24, 32),
    channels: fc.integer({ min: 1, max: 8 }),
    frames: fc.nat(60),
    before: fc.uint8Array({ maxLength: 9 }),
  })
  .map(({ bits, channels, frames, before }) => {
    const blockAlign = channels * Math.ceil(bits / 8);
    const audio = pattern(frames * blockAlign, 1 + frames);
    const list = chunk("LIST", before);
    const format = chunk("fmt ", formatBody({ bits, channels }));
    return {
      frames,
      blockAlign,
      audio,
      bytes: wavBytes([list, format, list, chunk("data", audio), list]),
    };
  });

/** Two frame numbers in order, for a file of so many frames. */
function rangeIn(frames: number, one: number, other: number): [from: number, to: number] {
  const [a, b] = [one % (frames + 1), other % (frames + 1)];
  return [Math.min(a, b), Math.max(a, b)];
}

describe("a clip", () => {
  it("holds the bytes of its range, and its header is true", async () => {
    const property = fc.asyncProperty(anyFile, fc.nat(), fc.nat(), async (file, one, other) => {
      const wav = await openWav(memorySource(file.bytes));
      const [from, to] = rangeIn(file.frames, one, other);
      const clip = await openWav(clipWav(wav, from, to), { strict: true });
      expect(clip.frames).toBe(to - from);
      expect(clip.format).toEqual(wav.format);
      const audio = await bytesAt(clip.source, clip.data.offset, clip.data.size);
      expect(audio).toEqual(file.audio.subarray(from * file.blockAlign, to * file.blockAlign));
    });
    await fc.assert(property);
  });

  it("of a clip is the clip", async () => {
    const property = fc.asyncProperty(
      anyFile,
      fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      async (file, [a, b, c, d]) => {
        const wav = await openWav(memorySource(file.bytes));
        const [from, to] = rangeIn(file.frames, a, b);
        const [innerFrom, innerTo] = rangeIn(to - from, c, d);
        const clipOfClip = clipWav(await openWav(clipWav(wav, from, to)), innerFrom, innerTo);
        const clip = clipWav(wav, from + innerFrom, from + innerTo);
        expect(await all(clipOfClip)).toEqual(await all(clip));
      },
    );
    await fc.assert(property);
  });

  it("reaches to the end unless told otherwise", async () => {
    const wav = await openWav(memorySource(plainWav(pattern(20))));
    expect(await all(clipWav(wav, 3))).toEqual(await all(clipWav(wav, 3, 10)));
  });

  it("of everything is the file, when the file has nothing else", async () => {
    const bytes = plainWav(pattern(20));
    expect(await all(clipWav(await openWav(memorySource(bytes)), 0))).toEqual(bytes);
  });

  it("of an odd size is padded with a zero that counts", async () => {
    const wav = await openWav(memorySource(plainWav(pattern(30), { bits: 24 })));
    const bytes = await all(clipWav(wav, 1, 4));
    expect(bytes).toEqual(plainWav(pattern(30).subarray(3, 12), { bits: 24 }));
    expect(bytes).toHaveLength(44 + 9 + 1);
    expect(bytes.subarray(4, 8)).toEqual(u32(46));
    expect(bytes.subarray(40, 44)).toEqual(u32(9));
  });

  it("is made without reading anything, and read without reading more than its range", async () => {
    const { source, asked } = recorded(memorySource(plainWav(pattern(2000))));
    const wav = await openWav(source);
    asked.length = 0;
    const clip = clipWav(wav, 100, 200);
    expect(asked).toEqual([]);
    await all(clip);
    expect(asked).toEqual([[44 + 200, 44 + 400]]);
  });

  it("needs whole frames in order, within the file", async () => {
    const wav = await openWav(memorySource(plainWav(pattern(20))));
    for (const [from, to] of [
      [-1, 5],
      [5, 4],
      [0, 11],
      [0.5, 5],
      [0, Number.NaN],
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(() => clipWav(wav, from, to)).toThrow(
        expect.objectContaining({
          code: "wav/bad-range",
          message: `expected frames with 0 <= from <= to <= 10, got from ${from} to ${to}`,
        }),
      );
    }
  });
});

describe("4 GiB", () => {
  /** 16 bits, stereo, 12 GiB of audio. */
  const dataSize = 12 * GIB;
  async function long() {
    const head = wavBytes(
      [
        ds64(0, dataSize),
        chunk("fmt ", formatBody({ channels: 2 })),
        joined(ascii("data"), u32(0xffff_ffff)),
      ],
      { magic: "RF64", size: 0xffff_ffff },
    );
    new DataView(head.buffer).setBigUint64(20, BigInt(head.length + dataSize - 8), true);
    return openWav(virtualSource(head.length + dataSize, [[0, head]]), { strict: true });
  }

  /** As many frames as make a RIFF of exactly 4 GiB. */
  const limit = (4 * GIB - 44) / 4;

  it("less one frame is a RIFF", async () => {
    const wav = await long();
    const clip = clipWav(wav, 7, 7 + limit - 1);
    expect(clip.size).toBe(4 * GIB - 4);
    const head = await bytesAt(clip, 0, 44);
    expect(head).toEqual(
      wavBytes([chunk("fmt ", formatBody({ channels: 2 })), joined(ascii("data"), u32((limit - 1) * 4))], {
        size: 4 * GIB - 4 - 8,
      }),
    );
    expect(await openWav(clip, { strict: true })).toMatchObject({ container: "RIFF", frames: limit - 1 });
  });

  it.each([
    ["exactly", limit],
    ["and more", 2.5 * GIB],
  ])("%s is an RF64 with its sizes in ds64", async (_, frames) => {
    const wav = await long();
    const clip = clipWav(wav, 7, 7 + frames);
    expect(clip.size).toBe(80 + frames * 4);
    const sizes = ds64(clip.size - 8, frames * 4);
    new DataView(sizes.buffer).setBigUint64(24, BigInt(frames), true);
    expect(await bytesAt(clip, 0, 80)).toEqual(
      wavBytes([sizes, chunk("fmt ", formatBody({ channels: 2 })), joined(ascii("data"), u32(0xffff_ffff))], {
        magic: "RF64",
        size: 0xffff_ffff,
      }),
    );
    expect(await openWav(clip, { strict: true })).toMatchObject({ container: "RF64", frames });
    // The last frame is the original's.
    const last = wav.data.offset + (7 + frames - 1) * 4;
    expect(await bytesAt(clip, clip.size - 4, 10)).toEqual(
      Uint8Array.from({ length: 4 }, (_, index) => virtualByte(last + index)),
    );
  });

  it("is passed by a join as well", async () => {
    const wav = await long();
    const join = joinWavs([wav, wav, wav]);
    const joinedWav = await openWav(join, { strict: true });
    expect(joinedWav).toMatchObject({ container: "RF64", frames: 9 * GIB });
    const seam = joinedWav.data.offset + 2 * dataSize;
    expect(await bytesAt(join, seam - 2, 4)).toEqual(
      Uint8Array.of(
        virtualByte(wav.data.offset + dataSize - 2),
        virtualByte(wav.data.offset + dataSize - 1),
        virtualByte(wav.data.offset),
        virtualByte(wav.data.offset + 1),
      ),
    );
  });
});
