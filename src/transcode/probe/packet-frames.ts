import type { MediaStream } from "../media.ts";

/**
 * MPEG-1 sampling frequencies, in whose frames layer III has two granules (ISO/IEC 11172-3 §2.4.2.3), not one.
 */
const MPEG_1_RATE = 32_000;

/**
 * Frames of every packet, for encodings where all packets have the same number; `undefined` for all others.
 *
 * The numbers are those of ISO/IEC 11172-3 §2.4.2 (mp1, mp2, mp3), ISO/IEC 13818-3 (at lower rates), ISO/IEC
 * 14496-3 §4.5 (aac), ETSI TS 102 366 §4 (ac3; E-AC-3 may have shorter ones) and 3GPP TS 26.071 and 26.171
 * (amr).
 */
export function packetFrames({ codec, sampleRate = 0 }: MediaStream): number | undefined {
  switch (codec) {
    case "mp1":
      return 384;
    case "mp2":
      return 1152;
    case "mp3":
      return sampleRate >= MPEG_1_RATE ? 1152 : 576;
    case "aac":
      return 1024;
    case "ac3":
      return 1536;
    case "amr_nb":
      return 160;
    case "amr_wb":
      return 320;
    default:
      return undefined;
  }
}
