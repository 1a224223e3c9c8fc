import type { SampleEncoding } from "../format.ts";

/** The encodings whose blocks hold several frames. */
export type BlockEncoding = Extract<SampleEncoding, "ima-adpcm" | "ms-adpcm" | "gsm">;

/** Whether blocks of an encoding hold several frames, even where a file says that it is one. */
export function isBlockEncoding(encoding: SampleEncoding): encoding is BlockEncoding {
  return encoding === "ima-adpcm" || encoding === "ms-adpcm" || encoding === "gsm";
}

/**
 * Frames that the first `bytes` of a block hold.
 *
 * IMA ADPCM: 4 bytes a channel, which are a sample, then 4 bytes of 8 samples for each channel in turn (RFC 2361,
 * "DVI ADPCM wave type"). Microsoft ADPCM: 7 bytes a channel, which are two samples, then 4 bits a sample. GSM: two
 * frames of 260 bits, which are 160 samples each.
 */
export function framesIn(bytes: number, encoding: BlockEncoding, channels: number): number {
  if (encoding === "gsm") return 160 * Math.min(2, Math.floor((bytes * 8) / 260));
  if (encoding === "ima-adpcm") {
    const rest = bytes - 4 * channels;
    return rest < 0 ? 0 : 1 + 8 * Math.floor(rest / (4 * channels));
  }
  const rest = bytes - 7 * channels;
  return rest < 0 ? 0 : 2 + Math.floor((rest * 2) / channels);
}
