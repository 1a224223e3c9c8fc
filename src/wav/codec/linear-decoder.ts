import {
  type ChannelLoop,
  eachChannel,
  type LinearFormat,
  type LoopTable,
  loopFor,
  sampleBytes,
  swapBytes,
} from "./linear-format.ts";

/**
 * Decodes interleaved frames into planes.
 *
 * @param bytes whole frames; their number is `bytes.length / blockAlign`
 * @param planes one per channel
 * @param at the index in each plane of the first frame
 */
export type Decoder = (bytes: Uint8Array, planes: readonly Float32Array[], at: number) => void;

const LOOPS: LoopTable = {
  pcm8(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) plane[at + n] = (view.getUint8(offset) - 0x80) / 0x80;
  },
  pcm16(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) plane[at + n] = view.getInt16(offset, true) / 0x8000;
  },
  pcm24(view, offset, stride, count, plane, at) {
    if (count === 0) return;
    // Reading four bytes and shifting the fourth out is a seventh faster than reading two and one. The last sample may
    // have nothing behind it.
    const last = count - 1;
    for (let n = 0; n < last; n++, offset += stride) {
      plane[at + n] = (view.getInt32(offset, true) << 8) / 0x8000_0000;
    }
    plane[at + last] = (view.getUint16(offset, true) + view.getInt8(offset + 2) * 0x1_0000) / 0x80_0000;
  },
  pcm32(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) {
      plane[at + n] = view.getInt32(offset, true) / 0x8000_0000;
    }
  },
  pcm40: longLoop(5),
  pcm48: longLoop(6),
  pcm56: longLoop(7),
  pcm64: longLoop(8),
  float16(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) plane[at + n] = halfFloat(view.getUint16(offset, true));
  },
  float32(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) plane[at + n] = view.getFloat32(offset, true);
  },
  float64(view, offset, stride, count, plane, at) {
    for (let n = 0; n < count; n++, offset += stride) plane[at + n] = view.getFloat64(offset, true);
  },
};

/** The decoder of PCM of 8 to 64 bits in whole bytes, and of floats of 16, 32 or 64. It gives the nearest floats. */
export function linearDecoder(format: LinearFormat): Decoder {
  const loop = loopFor(format, LOOPS);
  if (!format.bigEndian) return (bytes, planes, at) => eachChannel(format, loop, bytes, planes, at);
  return (bytes, planes, at) => {
    // Not `slice`: that of Node's Buffer shares the memory, and the bytes are not ours to change.
    const swapped = new Uint8Array(bytes);
    swapBytes(swapped, sampleBytes(format));
    eachChannel(format, loop, swapped, planes, at);
  };
}

/** The loop for integers of 5 to 8 bytes, which are read as the upper bytes of an integer of 64 bits, in two halves. */
function longLoop(width: number): ChannelLoop {
  return (view, offset, stride, count, plane, at) => {
    for (let n = 0; n < count; n++, offset += stride) {
      const high = view.getInt32(offset + width - 4, true);
      let low = 0;
      for (let byte = 0; byte < width - 4; byte++) low = (low >>> 8) | (view.getUint8(offset + byte) << 24);
      plane[at + n] = toDouble(high, low) / 2 ** 63;
    }
  };
}

/**
 * The integer of 64 bits with these halves, as a double that becomes the same float as the integer would. Of its 64 bits a
 * double has 53; rounded to these, it could come to lie in the middle between two floats, and nobody would know on which
 * side of it the integer was. So what is too much is cut off, and if any of it was set, so is the lowest bit that stays.
 */
function toDouble(high: number, low: number): number {
  const fits = high >= -0x10_0000 && high < 0x10_0000;
  const kept = fits || (low & 0x7ff) === 0 ? low : (low & ~0x7ff) | 0x800;
  return high * 2 ** 32 + (kept >>> 0);
}

/** The number that the bits of a binary16 stand for (IEEE 754-2008, section 3.4). */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  // 2^(exponent - 25), which `**` would take ten times as long for.
  return sign * (0x400 + fraction) * (1 << (exponent - 1)) * 2 ** -24;
}
