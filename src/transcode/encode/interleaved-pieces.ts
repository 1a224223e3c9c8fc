import type { AudioSource } from "../../audio/audio-source.ts";
import { readFrames } from "../../audio/read-frames.ts";

/** Frames that are read at once. */
const PIECE_FRAMES = 16_384;

/**
 * Sound as interleaved 32-bit floats, little-endian, piece by piece. A piece is good until the next one is
 * asked for.
 *
 * @throws what the sound throws
 */
export async function* interleavedPieces(
  audio: AudioSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { channels, frames } = audio;
  const length = Math.min(PIECE_FRAMES, Math.max(1, frames));
  const planes = Array.from({ length: channels }, () => new Float32Array(length));
  const samples = new Float32Array(length * channels);
  for (let start = 0; start < frames; start += length) {
    const count = Math.min(length, frames - start);
    const parts = count === length ? planes : planes.map((plane) => plane.subarray(0, count));
    await readFrames(audio, start, parts, signal);
    for (const [channel, plane] of parts.entries()) interleave(plane, samples, channel, channels);
    yield new Uint8Array(samples.buffer, 0, count * channels * Float32Array.BYTES_PER_ELEMENT);
  }
}

function interleave(plane: Float32Array, samples: Float32Array, channel: number, channels: number): void {
  const { length } = plane;
  for (let n = 0, at = channel; n < length; n++, at += channels) samples[at] = plane[n] ?? 0;
}
