import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What a recording is made of. */
export interface RecordingShape {
  readonly frames: number;
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly bits?: number;
}

/** A RIFF file of PCM, written down byte by byte: what the command's results are compared with. */
export function wavBytes(samples: Uint8Array, shape: Omit<RecordingShape, "frames"> = {}): Buffer {
  return Buffer.concat([wavHead(samples.length, shape), samples, new Uint8Array(samples.length % 2)]);
}

/** The first 44 bytes of a RIFF file with so many bytes of audio. */
export function wavHead(dataBytes: number, shape: Omit<RecordingShape, "frames"> = {}): Buffer {
  const { sampleRate = 8000, channels = 1, bits = 16 } = shape;
  const align = (channels * bits) / 8;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + dataBytes + (dataBytes % 2), 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * align, 28);
  head.writeUInt16LE(align, 32);
  head.writeUInt16LE(bits, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(dataBytes, 40);
  return head;
}

/** Bytes in which no stretch looks like another. */
export function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (state * 48_271) % 2_147_483_647;
    bytes[index] = state >> 8;
  }
  return bytes;
}

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "longwave-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a recording of noise, and returns its samples. */
export function writeRecording(path: string, shape: RecordingShape): Uint8Array {
  const { frames, channels = 1, bits = 16 } = shape;
  const samples = noise((frames * channels * bits) / 8);
  writeFileSync(path, wavBytes(samples, shape));
  return samples;
}

/** Four hours of 44.1 kHz, 16-bit, stereo silence that takes no room on the disk: 2.5 GB. */
export function writeSparseRecording(path: string): void {
  const dataBytes = 4 * 3600 * 44_100 * 4;
  writeFileSync(path, wavHead(dataBytes, { sampleRate: 44_100, channels: 2 }));
  truncateSync(path, 44 + dataBytes);
}
