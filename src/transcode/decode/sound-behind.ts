import { type PcmDecoder, type PcmStream, skipTo } from "./pcm-decoder.ts";

/** So much behind the declared end is looked at, for what ffmpeg says at the end of all. */
const LEFTOVER_SECONDS = 1;

/** No packet is longer: so much may be missing, or be left, at the end of a file that says roughly how long it is. */
export const LONGEST_PACKET_SECONDS = 0.2;

/**
 * Passes over what a stream has left behind a frame, up to a second; returns whether that is more than the rest of a packet. Whether
 * the stream has come to its end, its decoder knows.
 */
export async function hasSoundBehind(
  decoder: PcmDecoder,
  stream: PcmStream,
  end: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const { sampleRate } = stream;
  await skipTo(decoder, stream, end + LEFTOVER_SECONDS * sampleRate, signal);
  return !decoder.isAtEnd || decoder.position - end > LONGEST_PACKET_SECONDS * sampleRate;
}
