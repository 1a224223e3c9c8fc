import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSink } from "../../src/stream/byte-sink.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { type WriteWavFormat, writeWav } from "../../src/wav/write-wav.ts";
import { failure, rejection } from "../helpers/failure.ts";
import { pattern } from "../helpers/pattern.ts";
import { chunk, ds64, formatBody, joined, u32, wavBytes } from "../helpers/wav-chunks.ts";
import { anyFormat, readPlanes, samplePlanes } from "../helpers/wav-samples.ts";
import { virtualSource } from "../helpers/wav-sources.ts";

const MONO: WriteWavFormat = { encoding: "pcm", bitsPerSample: 16, channels: 1, sampleRate: 8000 };
const JUNK = chunk("JUNK", new Uint8Array(28));

/** A sink that counts what it is given and keeps the beginning, as a disk with room for all of it would. */
function countingSink(options: { readonly patches: boolean }) {
  const head = new Uint8Array(200);
  const seen = { size: 0, state: "open", reason: undefined as unknown };
  const sink: ByteSink = {
    async write(bytes) {
      if (seen.size < head.length) head.set(bytes.subarray(0, head.length - seen.size), seen.size);
      seen.size += bytes.length;
    },
    ...(options.patches && {
      async patch(offset: number, bytes: Uint8Array) {
        head.set(bytes, offset);
      },
    }),
    async close() {
      seen.state = "closed";
    },
    async abort(reason) {
      seen.state = "aborted";
      seen.reason = reason;
    },
  };
  return { sink, head, seen };
}

describe("a written file", () => {
  it("holds the samples however they come, and its header is true", async () => {
    const property = fc.asyncProperty(
      anyFormat,
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.nat(30), { maxLength: 6 }),
      async (sample, channels, lengths) => {
        const sink = memorySink();
        const writer = await writeWav(sink, { ...sample, channels, sampleRate: 8000 });
        let frames = 0;
        for (const length of lengths) {
          await writer.write(samplePlanes(channels, length, frames));
          frames += length;
          expect(writer.frames).toBe(frames);
        }
        await writer.close();
        expect(writer.bytes).toBe(sink.bytes().length);
        const wav = await openWav(memorySource(sink.bytes()), { strict: true });
        expect(wav).toMatchObject({ container: "RIFF", channels, frames, format: sample });
        expect(await readPlanes(wav)).toEqual(samplePlanes(channels, frames));
      },
    );
    await fc.assert(property);
  });

  it("has room for ds64 in front", async () => {
    const sink = memorySink();
    const writer = await writeWav(sink, MONO);
    await writer.writeBytes(pattern(6));
    await writer.close();
    expect(sink.bytes()).toEqual(wavBytes([JUNK, chunk("fmt ", formatBody()), chunk("data", pattern(6))]));
  });

  it("takes frames in pieces of bytes", async () => {
    const sink = memorySink();
    const writer = await writeWav(sink, { ...MONO, bitsPerSample: 24 });
    const bytes = pattern(9);
    for (const [from, to] of [
      [0, 2],
      [2, 7],
      [7, 9],
    ] as const) {
      await writer.writeBytes(bytes.subarray(from, to));
    }
    expect(writer.frames).toBe(3);
    await writer.close();
    const expected = wavBytes([JUNK, chunk("fmt ", formatBody({ bits: 24 })), chunk("data", bytes)]);
    expect(sink.bytes()).toEqual(expected);
  });

  it("that was never finished is read up to its end", async () => {
    // What a crash leaves behind: the header of an empty file, and audio.
    const { sink, head, seen } = countingSink({ patches: true });
    const writer = await writeWav(sink, MONO);
    await writer.writeBytes(new Uint8Array(40));
    const wav = await openWav(memorySource(head.subarray(0, seen.size)));
    expect(wav.frames).toBe(20);
    expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/data-size-zero", "wav/riff-size"]);
  });
});

describe("a file that grows", () => {
  const headBytes = 44 + 36;
  const block = new Uint8Array(2 ** 26);

  async function written(dataBytes: number) {
    const { sink, head, seen } = countingSink({ patches: true });
    const writer = await writeWav(sink, MONO);
    for (let left = dataBytes; left > 0; left -= block.length) {
      await writer.writeBytes(block.subarray(0, Math.min(left, block.length)));
    }
    expect(writer.frames).toBe(dataBytes / 2);
    await writer.close();
    expect(seen).toMatchObject({ size: headBytes + dataBytes, state: "closed" });
    return { head: head.subarray(0, headBytes), size: seen.size };
  }

  it("to 4 GiB less one frame stays a RIFF", async () => {
    const dataBytes = 2 ** 32 - 2 - headBytes;
    const { head, size } = await written(dataBytes);
    const data = chunk("data", new Uint8Array(0), { size: dataBytes });
    expect(head).toEqual(wavBytes([JUNK, chunk("fmt ", formatBody()), data], { size: size - 8 }));
  });

  it.each([
    ["to 4 GiB", 2 ** 32 - headBytes],
    ["past 4 GiB", 2 ** 32 + 1000],
  ])("%s becomes an RF64 in place", async (_, dataBytes) => {
    const { head, size } = await written(dataBytes);
    const sizes = ds64(size - 8, dataBytes);
    new DataView(sizes.buffer).setBigUint64(24, BigInt(dataBytes / 2), true);
    const data = chunk("data", new Uint8Array(0), { size: 0xffff_ffff });
    const lies = { magic: "RF64", size: 0xffff_ffff };
    expect(head).toEqual(wavBytes([sizes, chunk("fmt ", formatBody()), data], lies));
    const wav = await openWav(virtualSource(size, [[0, head]]), { strict: true });
    expect(wav).toMatchObject({ container: "RF64", frames: dataBytes / 2 });
  });
});

describe("a stream, where there is no going back,", () => {
  it("has sizes of 0xFFFFFFFF and no room for ds64", async () => {
    const { sink, head, seen } = countingSink({ patches: false });
    const writer = await writeWav(sink, MONO);
    await writer.writeBytes(pattern(6));
    await writer.close();
    const unknown = 0xffff_ffff;
    expect(head.subarray(0, seen.size)).toEqual(
      wavBytes([chunk("fmt ", formatBody()), chunk("data", pattern(6), { size: unknown })], {
        size: unknown,
      }),
    );
  });

  it("is read up to its end, and an odd one has no frame more than was written", async () => {
    for (const bitsPerSample of [8, 24] as const) {
      const { sink, head, seen } = countingSink({ patches: false });
      const writer = await writeWav(sink, { ...MONO, bitsPerSample });
      await writer.write(samplePlanes(1, 7));
      await writer.close();
      const wav = await openWav(memorySource(head.subarray(0, seen.size)));
      expect(await readPlanes(wav)).toEqual(samplePlanes(1, 7));
      expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/riff-size", "wav/size-unknown"]);
    }
  });
});

describe("giving up", () => {
  it("aborts the sink with the reason", async () => {
    const { sink, seen } = countingSink({ patches: true });
    const writer = await writeWav(sink, MONO);
    await writer.abort("enough");
    expect(seen).toMatchObject({ state: "aborted", reason: "enough" });
  });

  it("is what happens when the last frame is not whole", async () => {
    const { sink, seen } = countingSink({ patches: true });
    const writer = await writeWav(sink, { ...MONO, channels: 2 });
    await writer.writeBytes(new Uint8Array(7));
    const error = await failure(writer.close());
    expect(error.code).toBe("wav/partial-frame");
    expect(error.message).toBe("a file ends with a whole frame: expected 4 bytes of the last one, got 3");
    expect(seen).toMatchObject({ state: "aborted", reason: error });
  });

  it("takes no planes after a piece of a frame, which would put them out of step", async () => {
    const { sink } = countingSink({ patches: true });
    const writer = await writeWav(sink, { ...MONO, channels: 2 });
    await writer.writeBytes(new Uint8Array(3));
    const error = await failure(writer.write(samplePlanes(2, 1)));
    expect(error.code).toBe("wav/partial-frame");
    await writer.writeBytes(new Uint8Array(1));
    await writer.write(samplePlanes(2, 1));
    await writer.close();
    expect(writer.frames).toBe(2);
  });

  it.each(["write", "patch", "close"] as const)("is what happens when the sink's %s fails", async (call) => {
    const { sink, seen } = countingSink({ patches: true });
    const full = new Error("disk full");
    const fails = async (): Promise<never> => {
      throw full;
    };
    const broken = { ...sink, [call]: fails };
    const writing = async () => (await writeWav(broken, MONO)).close();
    expect(await rejection(writing())).toBe(full);
    expect(seen).toMatchObject({ state: "aborted", reason: full });
    // A sink that cannot even give up does not hide why it had to.
    expect(await rejection((async () => (await writeWav({ ...broken, abort: fails }, MONO)).close())())).toBe(
      full,
    );
  });
});

describe("what does not fit is refused before it is written:", () => {
  it("planes of another number or of different lengths", async () => {
    const { sink, seen } = countingSink({ patches: true });
    const writer = await writeWav(sink, { ...MONO, channels: 2 });
    const before = seen.size;
    for (const planes of [[], [new Float32Array(2)], [new Float32Array(2), new Float32Array(3)]]) {
      const error = await failure(writer.write(planes));
      expect(error.code).toBe("audio/bad-planes");
      expect(error.message).toMatch(/^expected 2 planes of one length, got \d with lengths /);
    }
    expect(seen.size).toBe(before);
  });

  it("a format that WAV has no room for, without touching the sink", async () => {
    const { sink, seen } = countingSink({ patches: true });
    expect((await failure(writeWav(sink, { ...MONO, sampleRate: 0 }))).code).toBe("wav/bad-format");
    expect(seen.size).toBe(0);
  });
});

it("an odd file is padded with a zero that its header counts", async () => {
  const sink = memorySink();
  const writer = await writeWav(sink, { ...MONO, bitsPerSample: 8 });
  await writer.writeBytes(Uint8Array.of(1, 2, 3));
  await writer.close();
  const bytes = sink.bytes();
  expect(bytes).toHaveLength(84);
  expect(joined(bytes.subarray(4, 8), bytes.subarray(76))).toEqual(
    joined(u32(76), u32(3), Uint8Array.of(1, 2, 3, 0)),
  );
});
