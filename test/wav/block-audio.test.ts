import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { containerBytes, formatSpec } from "../helpers/wav-containers.ts";
import { recorded } from "../helpers/wav-sources.ts";
import { type Blocks, blockWav, decodedBlocks, gsmBlocks, imaBlocks, msBlocks } from "./codec/blocks.ts";

const KINDS: readonly Blocks[] = [imaBlocks(2, 6, 12), msBlocks(2, 42, 12), gsmBlocks(12)];

/** Samples of 16 bits as planes. */
function planesOf(bytes: Uint8Array, channels: number, littleEndian = true): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length: bytes.length / 2 / channels },
      (_, frame) => view.getInt16(2 * (frame * channels + channel), littleEndian) / 0x8000,
    ),
  );
}

describe.each(KINDS)("a span of $encoding", (blocks) => {
  const { encoding, channels, blockAlign, framesPerBlock } = blocks;
  const file = blockWav(blocks);
  const whole = decodedBlocks(blocks);

  /** Blocks that can begin a file: any of ADPCM, the very first of GSM. */
  const beginnings = encoding === "gsm" ? [0] : [0, 1, 5, 10];

  it("is its blocks as they are where it begins with one, the last of them whole", async () => {
    const { source, asked } = recorded(memorySource(file));
    const wav = await openWav(source);
    asked.length = 0;
    for (const first of beginnings) {
      for (const [frames, count] of [
        [1, 1],
        [framesPerBlock, 1],
        [framesPerBlock + 1, 2],
        [wav.frames - first * framesPerBlock, 12 - first],
      ] as const) {
        const from = first * framesPerBlock;
        const span = wav.encoded(from, from + frames);
        expect(span.format).toBe(wav.format);
        expect(span.bytes.size).toBe(count * blockAlign);
        expect(asked).toEqual([]);
        const [start, end] = [first * blockAlign, (first + count) * blockAlign];
        expect(await bytesAt(span.bytes, 0, span.bytes.size)).toEqual(blocks.bytes.subarray(start, end));
        expect(asked.splice(0)).toEqual([[wav.data.offset + start, wav.data.offset + end]]);
      }
    }
  });

  it("is 16-bit PCM of the same samples where it begins elsewhere, or where that is asked for", async () => {
    const wav = await openWav(memorySource(file));
    const frame = fc.nat(wav.frames);
    const property = fc.asyncProperty(frame, frame, fc.boolean(), async (one, other, linear) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      fc.pre(linear || (encoding === "gsm" ? from > 0 : from % framesPerBlock > 0));
      const { format, bytes } = wav.encoded(from, to, { linear });
      const { sampleRate } = wav;
      expect(format).toMatchObject({ encoding: "pcm", bitsPerSample: 16, channels, sampleRate });
      expect(bytes.size).toBe((to - from) * 2 * channels);
      const span = whole.map((plane) => plane.subarray(from, to));
      expect(planesOf(await bytesAt(bytes, 0, bytes.size), channels)).toEqual(span);
    });
    await fc.assert(property);
  });

  it("is read by range as it is read at once", async () => {
    const wav = await openWav(memorySource(file));
    const { bytes } = wav.encoded(3, 4 * framesPerBlock);
    const all = await bytesAt(bytes, 0, bytes.size);
    for (const offset of [bytes.size - 5, 1, framesPerBlock + 2, 0]) {
      expect(await bytesAt(bytes, offset, 77)).toEqual(all.subarray(offset, offset + 77));
    }
  });
});

it("GSM that begins with a block, but not with the first, is decoded: that block builds on those before", async () => {
  const wav = await openWav(memorySource(blockWav(gsmBlocks(12))));
  expect(wav.encoded(320, 640).format.encoding).toBe("pcm");
});

it("the 16-bit PCM of a RIFX file has its byte order", async () => {
  const blocks = imaBlocks(2, 6, 3);
  const { tag, channels, blockAlign } = blocks;
  const format = formatSpec("RIFX", { tag, channels, blockAlign, bits: 4 });
  const wav = await openWav(
    memorySource(containerBytes("RIFX", [format, { id: "data", body: blocks.bytes }])),
  );
  const span = wav.encoded(1, 100);
  expect(span.format).toMatchObject({ encoding: "pcm", bitsPerSample: 16, bigEndian: true });
  const bytes = await bytesAt(span.bytes, 0, span.bytes.size);
  expect(planesOf(bytes, 2, false)).toEqual(decodedBlocks(blocks).map((plane) => plane.subarray(1, 100)));
});
