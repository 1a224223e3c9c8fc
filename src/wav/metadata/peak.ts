import type { BodyContext, BodyLayout } from "./body.ts";
import { integerField, UINT32_MAX, viewOf, writeUint32Fields } from "./number-field.ts";
import { isTooShort, warnOfCount } from "./short-body.ts";

/** The loudest sample of a channel. */
export interface ChannelPeak {
  /** Its magnitude, 1 for full scale, as a 32-bit float. */
  readonly value: number;
  /** Where it is, in frames from the start of the recording; 32 bits. */
  readonly frame: number;
}

/** The PEAK chunk: where each channel is loudest. */
export interface Peaks {
  /** Of the chunk's layout; 1. */
  readonly version: number;
  /** When the peaks were found, in seconds since the beginning of 1970 (UTC). */
  readonly timestamp: number;
  /** One for each channel, in the order of the file's channels. */
  readonly channels: readonly ChannelPeak[];
}

const HEAD_BYTES = 8;
const CHANNEL_BYTES = 8;

/** Reads a `PEAK` body (E. Engelhard, "The PEAK chunk", as written by libsndfile for files of floats). */
export function readPeaks(body: Uint8Array, context: BodyContext): Peaks | undefined {
  if (isTooShort("PEAK", body, HEAD_BYTES, context)) return undefined;
  const { littleEndian } = context;
  const view = viewOf(body);
  const channels = [];
  for (let offset = HEAD_BYTES; offset + CHANNEL_BYTES <= body.length; offset += CHANNEL_BYTES) {
    channels.push({
      value: view.getFloat32(offset, littleEndian),
      frame: view.getUint32(offset + 4, littleEndian),
    });
  }
  const used = HEAD_BYTES + channels.length * CHANNEL_BYTES;
  if (used < body.length) warnOfCount("bytes of whole peaks in the PEAK chunk", body.length, used, context);
  return { version: view.getUint32(0, littleEndian), timestamp: view.getUint32(4, littleEndian), channels };
}

/**
 * Writes a `PEAK` body. Values are rounded to 32-bit floats.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in 32 bits
 */
export function writePeaks(peaks: Peaks, { littleEndian }: Pick<BodyLayout, "littleEndian">): Uint8Array {
  const { version, timestamp, channels } = peaks;
  const body = new Uint8Array(HEAD_BYTES + channels.length * CHANNEL_BYTES);
  const view = viewOf(body);
  writeUint32Fields(view, 0, { version, timestamp }, littleEndian);
  channels.forEach(({ value, frame }, index) => {
    const offset = HEAD_BYTES + index * CHANNEL_BYTES;
    view.setFloat32(offset, value, littleEndian);
    view.setUint32(offset + 4, integerField("frame", frame, UINT32_MAX), littleEndian);
  });
  return body;
}
