import type { SampleFormat, WavFormat } from "./format.ts";

/** The widths of integers that are written, in bits. */
const PCM_BITS = [8, 16, 24, 32];

/**
 * The format nearest to that of a recording that can be written: its own, where there is one, a wider one where its own is
 * only read, and 16-bit PCM for ADPCM and GSM, which is what these decode to. With its loudspeakers.
 */
export function nearestFormat({ encoding, bitsPerSample, channelMask, ambisonic }: WavFormat): SampleFormat {
  const layout = { ...(channelMask !== undefined && { channelMask }), ...(ambisonic && { ambisonic }) };
  switch (encoding) {
    case "alaw":
    case "mulaw":
      return { encoding, bitsPerSample: 8, ...layout };
    case "float":
      return { encoding, bitsPerSample: bitsPerSample > 32 ? 64 : 32, ...layout };
    case "pcm":
      return { encoding, bitsPerSample: PCM_BITS.find((bits) => bits >= bitsPerSample) ?? 32, ...layout };
    default:
      return { encoding: "pcm", bitsPerSample: 16, ...layout };
  }
}

/** Whether a format holds all samples of another one exactly. */
export function holdsAll(format: SampleFormat, { encoding, bitsPerSample }: WavFormat): boolean {
  if (format.encoding === encoding) return format.bitsPerSample >= bitsPerSample;
  // A-law, µ-law, ADPCM and GSM decode to integers of 16 bits, and a float of 32 has room for 24.
  const bits = encoding === "pcm" ? bitsPerSample : encoding === "float" ? Number.POSITIVE_INFINITY : 16;
  if (format.encoding === "pcm") return format.bitsPerSample >= bits;
  return format.encoding === "float" && bits <= (format.bitsPerSample === 64 ? 32 : 24);
}
