import assert from "node:assert/strict";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import type { Wav } from "../../src/wav/wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { recorded } from "../helpers/wav-sources.ts";
import { withMemoryFor } from "./allocations.ts";
import { attempt } from "./attempt.ts";
import { diceOf } from "./dice.ts";

const WINDOWS = 4;
const CLIPS = 1;

/** Pieces that the whole is read in, at most: a block of many frames is decoded anew for each piece of it. */
const PIECES = 8;

/** Planes of more channels cost time and tell nothing new. */
const MOST_CHANNELS = 64;

/** Any window of a file that opens is the same part of the whole, and so is any clip. */
export async function fuzz(bytes: Uint8Array): Promise<void> {
  const wav = await attempt(() => openWav(recorded(memorySource(bytes)).source));
  if (wav === undefined || wav.channels > MOST_CHANNELS) return;
  const dice = diceOf(bytes);
  const whole = await inSequence(wav, Math.ceil(wav.frames / PIECES) + dice(wav.frames));
  if (whole === undefined) return;

  for (let turn = 0; turn < WINDOWS; turn++) {
    const start = dice(wav.frames + 2);
    const length = dice(wav.frames + 4);
    assertSame(
      await window(wav, start, length),
      part(whole, start, length),
      `window of ${length} at ${start}`,
    );
  }
  for (let turn = 0; turn < CLIPS; turn++) {
    const from = dice(wav.frames + 1);
    const to = from + dice(wav.frames - from + 1);
    await checkClip(wav, whole, from, to);
  }
}

/** A clip is refused, or opens as that part of the whole, without an oddity. */
async function checkClip(wav: Wav, whole: readonly Float32Array[], from: number, to: number): Promise<void> {
  const file = await attempt(async () => clipWav(wav, from, to));
  if (file === undefined) return;
  const what = `clip from ${from} to ${to}`;
  const clip = await openWav(memorySource(await bytesAt(file, 0, file.size)), { strict: true });
  assert.equal(clip.frames, to - from, `the ${what} has ${clip.frames} frames`);
  assertSame(await window(clip, 0, clip.frames), part(whole, from, to - from), what);
}

/** All frames, read in pieces one after the other. */
async function inSequence(wav: Wav, pieceFrames: number): Promise<Float32Array[] | undefined> {
  const planes = planesOf(wav.channels, wav.frames);
  for (let frame = 0; frame < wav.frames; frame += pieceFrames) {
    const piece = await window(wav, frame, Math.min(pieceFrames, wav.frames - frame));
    if (piece === undefined) return undefined;
    piece.forEach((plane, channel) => {
      planes[channel]?.set(plane, frame);
    });
  }
  return planes;
}

/** The frames that a window has; nothing where they are refused. */
async function window(wav: Wav, start: number, length: number): Promise<Float32Array[] | undefined> {
  const planes = planesOf(wav.channels, length);
  const count = await withMemoryFor(wav.source.size, () => attempt(() => wav.read(start, planes)));
  if (count === undefined) return undefined;
  assert.equal(count, Math.max(0, Math.min(length, wav.frames - start)));
  for (const plane of planes)
    assert.ok(
      plane.subarray(count).every((value) => value === 0),
      "wrote past the end",
    );
  return part(planes, 0, count);
}

function planesOf(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

function part(planes: readonly Float32Array[], start: number, length: number): Float32Array[] {
  return planes.map((plane) => plane.subarray(start, start + length));
}

function assertSame(
  actual: readonly Float32Array[] | undefined,
  expected: readonly Float32Array[],
  what: string,
) {
  assert.ok(actual !== undefined, `the ${what} was refused though the whole was not`);
  actual.forEach((plane, channel) => {
    const other = expected[channel];
    assert.equal(plane.length, other?.length, `the ${what} has another length`);
    const frame = plane.findIndex((value, index) => !Object.is(value, other?.[index]));
    assert.equal(frame, -1, `the ${what} differs at its frame ${frame} in channel ${channel}`);
  });
}
