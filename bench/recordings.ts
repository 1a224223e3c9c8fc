import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { fileSink } from "../src/node.ts";
import { writeWav } from "../src/wav/index.ts";

/** Frames per second of the recordings, 16-bit stereo. */
export const SAMPLE_RATE = 44_100;
const BLOCK_ALIGN = 4;

/** Bytes of a second of them. */
export const BYTES_PER_SECOND: number = SAMPLE_RATE * BLOCK_ALIGN;

const FORMAT = { encoding: "pcm", bitsPerSample: 16, channels: 2, sampleRate: SAMPLE_RATE } as const;

/** Four hours. */
export const SESSION_SECONDS: number = 4 * 3600;

/** Seconds of the recording of 1 TB: 10^12 bytes of audio, 65 days. */
export const TERABYTE_SECONDS: number = Math.floor(1e12 / BLOCK_ALIGN / SAMPLE_RATE);

/** A part of a recording to cut. */
export interface Part {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
}

/** 100 parts of 10 s, evenly over so many seconds. */
export function evenParts(seconds: number): Part[] {
  const step = Math.floor(seconds / 100);
  return Array.from({ length: 100 }, (_, index) => ({ start: index * step, end: index * step + 10 }));
}

/** Makes the four-hour recording, 2.5 GB of noise, unless it is there. */
export async function makeSession(folder: string): Promise<string> {
  const path = join(folder, "four-hours.wav");
  const dataBytes = SESSION_SECONDS * SAMPLE_RATE * BLOCK_ALIGN;
  if (existsSync(path) && statSync(path).size > dataBytes) return path;
  const writer = await writeWav(await fileSink(path), FORMAT);
  const noise = noiseBytes(dataBytes / SESSION_SECONDS);
  for (let second = 0; second < SESSION_SECONDS; second++) await writer.writeBytes(noise);
  await writer.close();
  return path;
}

/**
 * Makes a recording of 1 TB, unless it is there: RF64, sparse, with real bytes only where the parts lie, so that both
 * recordings give the disk the same work.
 */
export async function makeTerabyte(folder: string, parts: readonly Part[]): Promise<string> {
  const path = join(folder, "one-terabyte.wav");
  if (existsSync(path)) return path;
  const dataBytes = TERABYTE_SECONDS * SAMPLE_RATE * BLOCK_ALIGN;
  const header = await sparseHeader(dataBytes);
  const noise = noiseBytes(10 * SAMPLE_RATE * BLOCK_ALIGN);
  const file = await open(path, "w");
  await file.write(header, 0, header.length, 0);
  for (const { start } of parts) {
    await file.write(noise, 0, noise.length, header.length + start * SAMPLE_RATE * BLOCK_ALIGN);
  }
  await file.truncate(header.length + dataBytes);
  await file.sync();
  await file.close();
  return path;
}

/** Makes a recording of so many bytes of silence, RF64 and sparse, unless it is there; returns its path. */
export async function makeSilence(folder: string, dataBytes: number): Promise<string> {
  const path = join(folder, `silence-${dataBytes}.wav`);
  if (existsSync(path)) return path;
  const header = await sparseHeader(dataBytes);
  const file = await open(path, "w");
  await file.write(header, 0, header.length, 0);
  await file.truncate(header.length + dataBytes);
  await file.close();
  return path;
}

/** The header that the writer gives a file of that size; the audio itself goes nowhere. */
async function sparseHeader(dataBytes: number): Promise<Uint8Array> {
  let header = new Uint8Array(0);
  const nowhere = {
    write: async () => {},
    patch: async (_: number, bytes: Uint8Array) => {
      header = bytes.slice();
    },
    close: async () => {},
    abort: async () => {},
  };
  const writer = await writeWav(nowhere, FORMAT);
  const piece = new Uint8Array(64 * 1024 * 1024);
  for (let left = dataBytes; left > 0; left -= piece.length) {
    await writer.writeBytes(left >= piece.length ? piece : piece.subarray(0, left));
  }
  await writer.close();
  return header;
}

function noiseBytes(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  });
}
