import type { WavFormat } from "../format.ts";

/** Interleaved samples of `blockAlign / channels` bytes each, with their highest byte first where `bigEndian` is set. */
export type LinearFormat = Pick<WavFormat, "encoding" | "channels" | "blockAlign"> & {
  readonly bigEndian?: true;
};

/**
 * Codes the samples of one channel, one after the other, between bytes and a plane.
 *
 * @param offset of the first sample in the bytes
 * @param stride bytes from one sample to the next
 * @param count samples
 * @param at the index in the plane of the first sample
 */
export type ChannelLoop = (
  view: DataView,
  offset: number,
  stride: number,
  count: number,
  plane: Float32Array,
  at: number,
) => void;

/**
 * A loop for each kind of sample, by its encoding and the bits that it takes in the file: `pcm24`.
 *
 * Samples of 8 bits are unsigned around 128, longer ones signed, and the lowest byte comes first (Multimedia Programming
 * Interface and Data Specifications 1.0, "Data Format of the Samples"). Where fewer bits are valid they are the upper
 * ones, so the scale follows from all bits: 2^(bits - 1) is full scale.
 *
 * Each kind has a loop of its own: one loop for all, which calls a function of the kind for each sample, takes six times
 * as long, because the compiler puts no function in place that is not always the same.
 */
export type LoopTable = Readonly<Record<string, ChannelLoop>>;

/** The loop for the samples of a format. */
export function loopFor(format: LinearFormat, loops: LoopTable): ChannelLoop {
  const { encoding } = format;
  const bytes = sampleBytes(format);
  const loop = loops[`${encoding}${8 * bytes}`];
  // Formats are checked where they enter, by readFormat and chooseFormat: this is a fault of the library.
  if (!loop) throw new TypeError(`no codec for ${encoding} of ${bytes} bytes`);
  return loop;
}

/** Runs a loop over each channel of interleaved frames. */
export function eachChannel(
  format: LinearFormat,
  loop: ChannelLoop,
  bytes: Uint8Array,
  planes: readonly Float32Array[],
  at: number,
): void {
  const { blockAlign } = format;
  const width = sampleBytes(format);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = bytes.length / blockAlign;
  planes.forEach((plane, channel) => {
    loop(view, channel * width, blockAlign, frames, plane, at);
  });
}

/** Bytes of a sample. */
export function sampleBytes({ blockAlign, channels }: LinearFormat): number {
  return blockAlign / channels;
}

/**
 * Turns the bytes of each sample around. Big-endian samples are turned before they are decoded and after they are
 * encoded: loops that learn the byte order only when they run are a tenth slower.
 *
 * @param width bytes of a sample
 */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let low = 0, high = width - 1; low < high; low++, high--) {
    for (let sample = 0; sample < bytes.length; sample += width) {
      const byte = bytes[sample + low] ?? 0;
      bytes[sample + low] = bytes[sample + high] ?? 0;
      bytes[sample + high] = byte;
    }
  }
}
