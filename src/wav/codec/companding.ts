import type { WavFormat } from "../format.ts";
import type { Decoder } from "./linear-decoder.ts";
import type { Encoder } from "./linear-encoder.ts";

/** Samples of one byte whose steps grow with the level: A-law or µ-law (ITU-T G.711). */
export type CompandedFormat = Pick<WavFormat, "encoding" | "channels">;

/** One of the two laws. */
interface Law {
  /** What each of the 256 bytes stands for, -1 to 1. */
  readonly values: Float32Array;
  /** The samples of one channel: the first one's index in the bytes, and from one to the next. */
  encode(
    plane: Float32Array,
    at: number,
    count: number,
    bytes: Uint8Array,
    first: number,
    stride: number,
  ): void;
}

/**
 * Levels of A-law are counted in 1/4096 of full scale (G.711, tables 1a and 1b). A byte is sent with its even bits
 * inverted, and its highest bit is set for positive samples.
 */
const ALAW: Law = {
  values: Float32Array.from({ length: 256 }, (_, byte) => {
    const code = byte ^ 0x55;
    const segment = (code >> 4) & 7;
    const step = code & 15;
    // The two lowest segments have steps of the same size.
    const magnitude = segment === 0 ? 2 * step + 1 : (2 * step + 33) * 2 ** (segment - 1);
    return (code & 0x80 ? magnitude : -magnitude) / 4096;
  }),
  encode(plane, at, count, bytes, first, stride) {
    for (let n = 0; n < count; n++) {
      const sample = plane[at + n] ?? 0;
      const magnitude = Math.min(Math.abs(sample) * 4096, 4095) | 0;
      const segment = Math.max(0, 27 - Math.clz32(magnitude));
      const code = (segment << 4) | ((magnitude >> Math.max(1, segment)) & 15);
      bytes[first + n * stride] = code ^ (sample < 0 ? 0x55 : 0xd5);
    }
  },
};

/**
 * Levels of µ-law are counted in 1/8192 of full scale (G.711, tables 2a and 2b). With 33 added, segments begin at powers
 * of 2. All bits of a byte are sent inverted.
 */
const MULAW: Law = {
  values: Float32Array.from({ length: 256 }, (_, byte) => {
    const code = byte ^ 0xff;
    const magnitude = (2 * (code & 15) + 33) * 2 ** ((code >> 4) & 7) - 33;
    // There are two codes for silence, and one zero that they stand for.
    return magnitude === 0 ? 0 : (code & 0x80 ? -magnitude : magnitude) / 8192;
  }),
  encode(plane, at, count, bytes, first, stride) {
    for (let n = 0; n < count; n++) {
      const sample = plane[at + n] ?? 0;
      // 8159 is the highest decision value: whatever is above has the highest code.
      const magnitude = (Math.min(Math.abs(sample) * 8192, 8158) | 0) + 33;
      const segment = 26 - Math.clz32(magnitude);
      const code = (segment << 4) | ((magnitude >> (segment + 1)) & 15);
      bytes[first + n * stride] = code ^ (sample < 0 ? 0x7f : 0xff);
    }
  },
};

/** The decoder of a companded format. */
export function companderDecoder({ encoding, channels }: CompandedFormat): Decoder {
  const { values } = lawOf(encoding);
  return (bytes, planes, at) => {
    const frames = bytes.length / channels;
    planes.forEach((plane, channel) => {
      expand(values, bytes, channel, channels, frames, plane, at);
    });
  };
}

/**
 * The encoder of a companded format. A sample that is a decision value has the code of the louder of its neighbours; what
 * is louder than full scale is clipped, and NaN becomes silence.
 */
export function companderEncoder({ encoding, channels }: CompandedFormat): Encoder {
  const law = lawOf(encoding);
  return (planes, at, bytes) => {
    const frames = bytes.length / channels;
    planes.forEach((plane, channel) => {
      law.encode(plane, at, frames, bytes, channel, channels);
    });
  };
}

function lawOf(encoding: CompandedFormat["encoding"]): Law {
  if (encoding === "alaw") return ALAW;
  if (encoding === "mulaw") return MULAW;
  // As for linear samples: formats are checked where they enter.
  throw new TypeError(`no law for ${encoding}`);
}

function expand(
  values: Float32Array,
  bytes: Uint8Array,
  first: number,
  stride: number,
  count: number,
  plane: Float32Array,
  at: number,
): void {
  for (let n = 0; n < count; n++) plane[at + n] = values[bytes[first + n * stride] ?? 0] ?? 0;
}
