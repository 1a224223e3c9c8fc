import type { WavFormat } from "./format.ts";

/**
 * Decodes interleaved frames into planes.
 *
 * @param bytes whole frames; their number is `bytes.length / blockAlign`
 * @param planes one per channel
 * @param at the index in each plane of the first frame
 */
export type Decoder = (bytes: Uint8Array, planes: readonly Float32Array[], at: number) => void;

/**
 * Encodes frames of planes, interleaved, into bytes.
 *
 * @param at the index in each plane of the first frame
 * @param bytes where they go; its length is the number of frames times `blockAlign`
 */
export type Encoder = (planes: readonly Float32Array[], at: number, bytes: Uint8Array) => void;

type Format = Pick<WavFormat, "encoding" | "channels" | "bitsPerSample" | "blockAlign">;

/** The samples of one channel: the first one's offset in the bytes, the bytes from one to the next, their number. */
type Loop = (
  view: DataView,
  offset: number,
  stride: number,
  count: number,
  plane: Float32Array,
  at: number,
) => void;

/**
 * How one kind of sample is read and written. Each has loops of its own: a loop that calls one of several functions for
 * each sample takes six times as long, because the compiler cannot put it in place.
 */
interface SampleCodec {
  readonly decode: Loop;
  readonly encode: Loop;
}

/**
 * 8-bit samples are unsigned around 128, longer ones signed; all are little-endian (Multimedia Programming Interface
 * and Data Specifications 1.0, "Data Format of the Samples"). Samples of fewer valid bits are left-justified, so the
 * container's width alone gives the scale: 2^(bits - 1) is full scale.
 *
 * Encoding rounds to the nearest integer and clips what is louder than full scale; NaN becomes silence.
 */
const CODECS: Readonly<Record<string, SampleCodec>> = {
  pcm8: {
    decode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) plane[at + n] = (view.getUint8(offset) - 0x80) / 0x80;
    },
    encode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) {
        // Silence is 128 here, and NaN plus 128 would be stored as 0.
        view.setUint8(offset, (quantize(plane[at + n] ?? 0, 0x80) || 0) + 0x80);
      }
    },
  },
  pcm16: {
    decode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) plane[at + n] = view.getInt16(offset, true) / 0x8000;
    },
    encode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) {
        view.setInt16(offset, quantize(plane[at + n] ?? 0, 0x8000), true);
      }
    },
  },
  pcm24: {
    decode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) {
        plane[at + n] = (view.getUint16(offset, true) + view.getInt8(offset + 2) * 0x1_0000) / 0x80_0000;
      }
    },
    encode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) {
        const integer = quantize(plane[at + n] ?? 0, 0x80_0000);
        view.setUint16(offset, integer & 0xffff, true);
        view.setInt8(offset + 2, integer >> 16);
      }
    },
  },
  pcm32: {
    decode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) {
        plane[at + n] = view.getInt32(offset, true) / 0x8000_0000;
      }
    },
    encode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) {
        view.setInt32(offset, quantize(plane[at + n] ?? 0, 0x8000_0000), true);
      }
    },
  },
  float32: {
    decode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) plane[at + n] = view.getFloat32(offset, true);
    },
    encode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) view.setFloat32(offset, plane[at + n] ?? 0, true);
    },
  },
  float64: {
    decode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) plane[at + n] = view.getFloat64(offset, true);
    },
    encode(view, offset, stride, count, plane, at) {
      for (let n = 0; n < count; n++, offset += stride) view.setFloat64(offset, plane[at + n] ?? 0, true);
    },
  },
};

/** The decoder of a format. */
export function decoderFor(format: Format): Decoder {
  const { decode } = codecOf(format);
  return (bytes, planes, at) => eachChannel(format, decode, bytes, planes, at);
}

/** The encoder of a format. */
export function encoderFor(format: Format): Encoder {
  const { encode } = codecOf(format);
  return (planes, at, bytes) => eachChannel(format, encode, bytes, planes, at);
}

function eachChannel(
  { bitsPerSample, blockAlign }: Format,
  loop: Loop,
  bytes: Uint8Array,
  planes: readonly Float32Array[],
  at: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = bytes.length / blockAlign;
  planes.forEach((plane, channel) => {
    loop(view, channel * (bitsPerSample / 8), blockAlign, frames, plane, at);
  });
}

function codecOf(format: Format): SampleCodec {
  const codec = CODECS[`${format.encoding}${format.bitsPerSample}`];
  // Formats are checked where they enter, by readFormat and chooseFormat.
  if (!codec) throw new TypeError(`no codec for ${format.encoding} of ${format.bitsPerSample} bits`);
  return codec;
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
