import { createHash } from "node:crypto";
import { expect } from "vitest";
import { LongwaveError } from "../../src/stream/error.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import type { Wav } from "../../src/wav/wav.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";
import { EXCEPTIONS } from "./exceptions.ts";

/** A file that was read from its first frame to its last. */
export interface Reading {
  readonly wav: Wav;
  readonly planes: readonly Float32Array[];
  readonly md5: string;
}

/**
 * Reads a file whole, or gives the error that it is refused with. Any other error, one about a read outside the file
 * among them, is thrown.
 */
export async function readingOf(bytes: Uint8Array): Promise<Reading | LongwaveError> {
  try {
    const wav = await openWav(recorded(memorySource(bytes)).source);
    const planes = await readPlanes(wav);
    return { wav, planes, md5: md5Of(planes) };
  } catch (error) {
    if (error instanceof LongwaveError) return error;
    throw error;
  }
}

/** Why a recording cannot be what is in a file of so many bytes; `undefined` where it can. */
export function whyImpossible({ wav, planes }: Reading, fileBytes: number): string | undefined {
  const { frames, format, data } = wav;
  if (planes.some((plane) => plane.length !== frames)) return "has planes of another length";
  if (data.offset + data.size > fileBytes) return "has audio behind its end";
  const most = Math.ceil(data.size / format.blockAlign) * format.framesPerBlock;
  return frames > most ? `has ${frames} frames where ${most} have room` : undefined;
}

function md5Of(planes: readonly Float32Array[]): string {
  const frames = planes[0]?.length ?? 0;
  const samples = new Float32Array(frames * planes.length);
  planes.forEach((plane, channel) => {
    for (let frame = 0; frame < frames; frame++) samples[frame * planes.length + channel] = plane[frame]!;
  });
  return createHash("md5").update(new Uint8Array(samples.buffer)).digest("hex");
}

/**
 * Judges all records, and fails where one is not as it should be that is no exception, or an exception is as it should
 * be.
 *
 * @param judge what is wrong about a file; `undefined` when nothing
 */
export async function expectAllRight<Record extends { readonly file: string }>(
  records: readonly Record[],
  judge: (record: Record) => Promise<string | undefined>,
): Promise<void> {
  expect(records.length).toBeGreaterThan(0);
  const unexpected: string[] = [];
  for (const record of records) {
    const { file } = record;
    const wrong = await judge(record).catch((error: unknown) => `failed with ${error}`);
    const isException = Object.hasOwn(EXCEPTIONS, file);
    if (wrong !== undefined && !isException) unexpected.push(`${file} ${wrong}`);
    if (wrong === undefined && isException) unexpected.push(`${file} is no exception any more`);
  }
  expect(unexpected).toEqual([]);
}

/** Whether two runs of samples are the same; NaN is the same as NaN. */
export function sameSamples(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((sample, index) => Object.is(sample, other[index]));
}
