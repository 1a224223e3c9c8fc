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

/** How one kind of sample is read and written. */
interface SampleCodec {
  readonly get: (view: DataView, offset: number) => number;
  readonly set: (view: DataView, offset: number, sample: number) => void;
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
    get: (view, offset) => (view.getUint8(offset) - 0x80) / 0x80,
    set: (view, offset, sample) => view.setUint8(offset, quantize(sample, 0x80) + 0x80),
  },
  pcm16: {
    get: (view, offset) => view.getInt16(offset, true) / 0x8000,
    set: (view, offset, sample) => view.setInt16(offset, quantize(sample, 0x8000), true),
  },
  pcm24: {
    get: (view, offset) => (view.getUint16(offset, true) + view.getInt8(offset + 2) * 0x1_0000) / 0x80_0000,
    set: (view, offset, sample) => {
      const integer = quantize(sample, 0x80_0000);
      view.setUint16(offset, integer & 0xffff, true);
      view.setInt8(offset + 2, integer >> 16);
    },
  },
  pcm32: {
    get: (view, offset) => view.getInt32(offset, true) / 0x8000_0000,
    set: (view, offset, sample) => view.setInt32(offset, quantize(sample, 0x8000_0000), true),
  },
  float32: {
    get: (view, offset) => view.getFloat32(offset, true),
    set: (view, offset, sample) => view.setFloat32(offset, sample, true),
  },
  float64: {
    get: (view, offset) => view.getFloat64(offset, true),
    set: (view, offset, sample) => view.setFloat64(offset, sample, true),
  },
};

/** The decoder of a format. */
export function decoderFor(format: Format): Decoder {
  const { get } = codecOf(format);
  const { channels, bitsPerSample, blockAlign } = format;
  return (bytes, planes, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frames = bytes.length / blockAlign;
    for (let channel = 0; channel < channels; channel++) {
      const plane = planes[channel];
      if (!plane) continue;
      let offset = channel * (bitsPerSample / 8);
      for (let frame = 0; frame < frames; frame++, offset += blockAlign)
        plane[at + frame] = get(view, offset);
    }
  };
}

/** The encoder of a format. */
export function encoderFor(format: Format): Encoder {
  const { set } = codecOf(format);
  const { channels, bitsPerSample, blockAlign } = format;
  return (planes, at, bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frames = bytes.length / blockAlign;
    for (let channel = 0; channel < channels; channel++) {
      const plane = planes[channel];
      if (!plane) continue;
      let offset = channel * (bitsPerSample / 8);
      for (let frame = 0; frame < frames; frame++, offset += blockAlign)
        set(view, offset, plane[at + frame] ?? 0);
    }
  };
}

function codecOf(format: Format): SampleCodec {
  const codec = CODECS[`${format.encoding}${format.bitsPerSample}`];
  // Formats are checked where they enter, by readFormat and chooseFormat.
  if (!codec) throw new TypeError(`no codec for ${format.encoding} of ${format.bitsPerSample} bits`);
  return codec;
}

/** The integer nearest to `sample` times full scale, within the range of a signed integer of that scale. */
function quantize(sample: number, fullScale: number): number {
  const integer = Math.round(sample * fullScale);
  if (integer >= fullScale) return fullScale - 1;
  if (integer < -fullScale) return -fullScale;
  return integer || 0;
}
