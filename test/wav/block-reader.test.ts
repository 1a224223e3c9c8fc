import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { framesIn } from "../../src/wav/codec/block-size.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import type { Wav } from "../../src/wav/wav.ts";
import { rejection } from "../helpers/failure.ts";
import { recorded } from "../helpers/wav-sources.ts";
import {
  type Blocks,
  blockWav,
  decodedBlocks,
  emptyPlanes,
  framesOf,
  gsmBlocks,
  imaBlocks,
  msBlocks,
} from "./codec/blocks.ts";

/** Few enough blocks that a decoder of GSM always begins at the first. */
const KINDS: readonly Blocks[] = [imaBlocks(2, 6, 12), msBlocks(2, 42, 12), gsmBlocks(12)];

/** A decoder of GSM is kept every so many blocks. */
const INTERVAL = 1024;

/** A window: where it starts, or nothing where it goes on from another one, and its frames. */
function windowsOf(blocks: Blocks, minLength: number): fc.Arbitrary<[number | undefined, number][]> {
  const start = fc.option(fc.nat(framesOf(blocks)), { nil: undefined });
  return fc.array(fc.tuple(start, fc.nat(3 * blocks.framesPerBlock)), { minLength, maxLength: 6 });
}

/** Reads a window and holds it against the same part of the whole. */
async function expectWindow(
  wav: Wav,
  whole: readonly Float32Array[],
  start: number,
  length: number,
): Promise<void> {
  const planes = emptyPlanes(wav.channels, length);
  const got = await wav.read(start, planes);
  expect(got).toBe(Math.max(0, Math.min(length, wav.frames - start)));
  planes.forEach((plane, channel) => {
    expect(plane.subarray(0, got)).toEqual(whole[channel]?.subarray(start, start + got));
    expect(plane.subarray(got).every((value) => value === 99)).toBe(true);
  });
}

/** A file of blocks, and the ranges of blocks that are read of it. */
async function recordedWav(blocks: Blocks) {
  const { source, asked } = recorded(memorySource(blockWav(blocks)));
  const wav = await openWav(source);
  asked.length = 0;
  const toBlock = (offset: number) => (offset - wav.data.offset) / blocks.blockAlign;
  const blocksAsked = () => asked.splice(0).map(([from, to]) => [toBlock(from), toBlock(to)]);
  return { wav, blocksAsked };
}

describe.each(KINDS)("a window of $encoding", (blocks) => {
  const { encoding, channels, blockAlign, framesPerBlock } = blocks;
  const file = blockWav(blocks);
  const whole = decodedBlocks(blocks);

  it("is the same part of the whole, whatever was read before", async () => {
    const property = fc.asyncProperty(windowsOf(blocks, 1), async (windows) => {
      const wav = await openWav(memorySource(file));
      let end = 0;
      for (const [start = end, length] of windows) {
        await expectWindow(wav, whole, start, length);
        end = Math.min(start + length, wav.frames);
      }
    });
    await fc.assert(property);
  });

  it("is not disturbed by others that are read at the same time, in whatever order their bytes come", async () => {
    const property = fc.asyncProperty(fc.scheduler(), windowsOf(blocks, 3), async (scheduler, windows) => {
      const { size, read } = memorySource(file);
      const wav = await scheduler.waitFor(openWav({ size, read: scheduler.scheduleFunction(read) }));
      const end = 2 * framesPerBlock + 7;
      await scheduler.waitFor(expectWindow(wav, whole, 0, end));
      const reads = windows.map(([start = end, length]) => expectWindow(wav, whole, start, length));
      await scheduler.waitFor(Promise.all(reads));
    });
    await fc.assert(property);
  });

  it("is right after a read that was given up", async () => {
    const wav = await openWav(memorySource(file));
    await expectWindow(wav, whole, 0, framesPerBlock);
    const given = wav.read(framesPerBlock, emptyPlanes(channels, 1), AbortSignal.abort());
    expect(await rejection(given)).toMatchObject({ name: "AbortError" });
    await expectWindow(wav, whole, framesPerBlock, framesPerBlock);
  });

  it("ends with the frames that a last block that was cut off has", async () => {
    const wav = await openWav(memorySource(file.subarray(0, -20)));
    expect(wav.frames).toBe(11 * framesPerBlock + framesIn(blockAlign - 20, encoding, channels));
    await expectWindow(wav, whole, wav.frames - 9, 20);
    await expectWindow(wav, whole, 0, wav.frames + 1);
  });

  it("reads nothing where it is empty, or behind the end", async () => {
    const { wav, blocksAsked } = await recordedWav(blocks);
    expect(await wav.read(5, emptyPlanes(channels, 0))).toBe(0);
    expect(await wav.read(wav.frames, emptyPlanes(channels, 5))).toBe(0);
    expect(blocksAsked()).toEqual([]);
  });
});

describe.each(KINDS.slice(0, 2))("a window of $encoding", (blocks) => {
  const { channels, framesPerBlock } = blocks;

  it("reads the blocks that it touches and no others", async () => {
    const { wav, blocksAsked } = await recordedWav(blocks);
    for (const [start, end, from, to] of [
      [0, 1, 0, 1],
      [framesPerBlock, 2 * framesPerBlock, 1, 2],
      [5 * framesPerBlock - 1, 5 * framesPerBlock + 1, 4, 6],
      [2 * framesPerBlock + 3, 7 * framesPerBlock, 2, 7],
      [12 * framesPerBlock - 1, 12 * framesPerBlock, 11, 12],
    ] as const) {
      await wav.read(start, emptyPlanes(channels, end - start));
      expect(blocksAsked()).toEqual([[from, to]]);
    }
  });
});

describe("a window of GSM 6.10 far from the start", () => {
  const blocks = gsmBlocks(INTERVAL + 50);
  const whole = decodedBlocks(blocks);

  it("reads everything before it the first time, and then from the last place that was passed", async () => {
    const { wav, blocksAsked } = await recordedWav(blocks);
    for (const [start, length, asked] of [
      [
        (INTERVAL + 20) * 320 + 5,
        320,
        [
          [0, INTERVAL + 20],
          [INTERVAL + 20, INTERVAL + 22],
        ],
      ],
      [
        (INTERVAL + 10) * 320 + 319,
        2,
        [
          [INTERVAL, INTERVAL + 10],
          [INTERVAL + 10, INTERVAL + 12],
        ],
      ],
      [
        100 * 320 + 5,
        320,
        [
          [0, 100],
          [100, 102],
        ],
      ],
      [INTERVAL * 320, 320, [[INTERVAL, INTERVAL + 1]]],
    ] as const) {
      await expectWindow(wav, whole, start, length);
      expect(blocksAsked()).toEqual(asked);
    }
  });

  it("passes places while it is read from the start, too", async () => {
    const { wav, blocksAsked } = await recordedWav(blocks);
    await expectWindow(wav, whole, 0, (INTERVAL + 5) * 320);
    blocksAsked();
    await expectWindow(wav, whole, (INTERVAL + 1) * 320, 320);
    expect(blocksAsked()).toEqual([
      [INTERVAL, INTERVAL + 1],
      [INTERVAL + 1, INTERVAL + 2],
    ]);
  });

  it("goes on with the decoder of the window before it, from the block in which that one ended", async () => {
    const { wav, blocksAsked } = await recordedWav(blocks);
    for (const [start, end, asked] of [
      [
        290 * 320 + 10,
        291 * 320 + 10,
        [
          [0, 290],
          [290, 292],
        ],
      ],
      [291 * 320 + 10, 293 * 320 + 1, [[291, 294]]],
      [293 * 320 + 1, 294 * 320, [[293, 294]]],
      [294 * 320, 295 * 320, [[294, 295]]],
      // Once that decoder has gone on, a window from the same place takes another one.
      [
        294 * 320,
        295 * 320,
        [
          [0, 294],
          [294, 295],
        ],
      ],
    ] as const) {
      await expectWindow(wav, whole, start, end - start);
      expect(blocksAsked()).toEqual(asked);
    }
  });
});

it("a window longer than the memory that it is decoded through is read in runs of whole blocks", async () => {
  const blocks = imaBlocks(1, 3000, 50);
  const [whole] = decodedBlocks(blocks);
  const { wav, blocksAsked } = await recordedWav(blocks);
  const start = blocks.framesPerBlock + 5;
  const plane = new Float32Array(wav.frames - start);
  await wav.read(start, [plane]);
  expect(plane.every((sample, at) => sample === whole![start + at])).toBe(true);
  // 256 KiB are 21 blocks of 12,004 bytes.
  expect(blocksAsked()).toEqual([
    [1, 22],
    [22, 43],
    [43, 50],
  ]);
});
