import {
  eachChannel,
  type LinearFormat,
  type LoopTable,
  loopFor,
  sampleBytes,
  swapBytes,
} from "./linear-format.ts";

/**
 * Encodes frames of planes, interleaved, into bytes.
 *
 * @param planes one per channel
 * @param at the index in each plane of the first frame
 * @param bytes where they go; its length is the number of frames times `blockAlign`
 */
export type Encoder = (planes: readonly Float32Array[], at: number, bytes: Uint8Array) => void;

const LOOPS: LoopTable = {
  pcm8(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) {
      // Silence is 128 here, and NaN plus 128 would be stored as 0.
      view.setUint8(offset, (quantize(plane[at + n] ?? 0, 0x80) || 0) + 0x80);
    }
  },
  pcm16(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) {
      view.setInt16(offset, quantize(plane[at + n] ?? 0, 0x8000), true);
    }
  },
  pcm24(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) {
      const integer = quantize(plane[at + n] ?? 0, 0x80_0000);
      view.setUint16(offset, integer & 0xffff, true);
      view.setInt8(offset + 2, integer >> 16);
    }
  },
  pcm32(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) {
      view.setInt32(offset, quantize(plane[at + n] ?? 0, 0x8000_0000), true);
    }
  },
  float32(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) view.setFloat32(offset, plane[at + n] ?? 0, true);
  },
  float64(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) view.setFloat64(offset, plane[at + n] ?? 0, true);
  },
};

/**
 * The encoder of PCM of 8, 16, 24 or 32 bits, and of floats of 32 or 64. Integers are the nearest ones, clipped at full
 * scale; NaN becomes silence. Floats stay as they are.
 */
export function linearEncoder(format: LinearFormat): Encoder {
  const loop = loopFor(format, LOOPS);
  if (!format.bigEndian) return (planes, at, bytes) => eachChannel(format, loop, bytes, planes, at);
  return (planes, at, bytes) => {
    eachChannel(format, loop, bytes, planes, at);
    swapBytes(bytes, sampleBytes(format));
  };
}

/** Added to a number below 2^51 and taken away again, it leaves the nearest integer: doubles have 53 bits there. */
const ROUNDING = 1.5 * 2 ** 52;

/**
 * The integer nearest to `sample` times full scale, a tie going to the even one, within the range of a signed integer
 * of that scale; NaN for NaN. (`Math.round` takes five times as long, and rounds ties upwards, unlike other tools.)
 */
function quantize(sample: number, fullScale: number): number {
  const integer = sample * fullScale + ROUNDING - ROUNDING;
  if (integer >= fullScale) return fullScale - 1;
  if (integer < -fullScale) return -fullScale;
  return integer;
}
