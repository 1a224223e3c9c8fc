import { bitField } from "./bit-field.ts";

/** What the four bytes at the head of a frame of MPEG audio, layer III, say. */
export interface MpegFrameHeader {
  /**
   * 1; 2 for the lower sampling frequencies of ISO/IEC 13818-3; 2.5 for the still lower ones that Fraunhofer
   * added.
   */
  readonly version: 1 | 2 | 2.5;
  /** Bits a second. */
  readonly bitrate: number;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bytes of the whole frame, header included. */
  readonly size: number;
  /** Frames of sound that it decodes to, for each channel. */
  readonly samples: 576 | 1152;
}

/**
 * kbit/s by `bitrate_index`, layer III of MPEG-1 (ISO/IEC 11172-3 §2.4.2.3). 0 is the free format, which is not
 * supported.
 */
const BITRATES_1: readonly number[] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/** The same of MPEG-2 (ISO/IEC 13818-3 §2.4.2.3), and of 2.5. */
const BITRATES_2: readonly number[] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Hz by `sampling_frequency`, MPEG-1 (ISO/IEC 11172-3 §2.4.2.3). */
const SAMPLE_RATES: readonly number[] = [44100, 48000, 32000];

/** What part of these the later versions have. */
const RATE_DIVISORS: Readonly<Record<MpegFrameHeader["version"], number>> = { 1: 1, 2: 2, 2.5: 4 };

const LAYER_III = 1;
const MONO = 3;

/**
 * Reads the header of a frame (ISO/IEC 11172-3 §2.4.1.3 and §2.4.2.3).
 *
 * @returns `undefined` where no frame of layer III begins, or one of the free format
 */
export function readMpegFrameHeader(bytes: Uint8Array, at: number): MpegFrameHeader | undefined {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = bytes.subarray(at, at + 4);
  // Eleven bits of syncword: MPEG 2.5 took the twelfth for itself.
  if (at + 4 > bytes.length || b0 !== 0xff || b1 < 0xe0) return undefined;
  const version = ([2.5, undefined, 2, 1] as const)[bitField(b1, 3, 2)];
  if (version === undefined || bitField(b1, 1, 2) !== LAYER_III) return undefined;
  const kilobits = (version === 1 ? BITRATES_1 : BITRATES_2)[bitField(b2, 4, 4)] ?? 0;
  const rate = SAMPLE_RATES[bitField(b2, 2, 2)];
  if (kilobits === 0 || rate === undefined) return undefined;
  const sampleRate = rate / RATE_DIVISORS[version];
  const samples = version === 1 ? 1152 : 576;
  const padding = bitField(b2, 1, 1);
  // §2.4.3.1: slots are bytes in layer III, and a frame has samples / 8 * bitrate / sampling frequency of them.
  const size = Math.floor(((samples / 8) * kilobits * 1000) / sampleRate) + padding;
  const channels = bitField(b3, 6, 2) === MONO ? 1 : 2;
  return { version, bitrate: kilobits * 1000, sampleRate, channels, size, samples };
}

/** Whether two frames can belong to one stream: the same version, layer and sampling frequency. */
export function sameMpegStream(a: MpegFrameHeader, b: MpegFrameHeader): boolean {
  return a.version === b.version && a.sampleRate === b.sampleRate;
}
