import { LongwaveError } from "../stream/error.ts";
import { badFormat, type SampleFormat, type WavFormat } from "./format.ts";

const WRITTEN_BITS: Readonly<Record<SampleFormat["encoding"], readonly number[]>> = {
  pcm: [8, 16, 24, 32],
  float: [32, 64],
  alaw: [8],
  mulaw: [8],
};

/**
 * The format of a file to be written.
 *
 * @throws LongwaveError `wav/bad-format` for a combination that WAV has no room for or that this library does not write
 */
export function chooseFormat(
  sample: SampleFormat,
  channels: number,
  sampleRate: number,
  littleEndian = true,
): WavFormat {
  const { encoding, bitsPerSample, channelMask, ambisonic } = sample;
  const written = Object.hasOwn(WRITTEN_BITS, encoding) ? WRITTEN_BITS[encoding] : undefined;
  if (!written) {
    const names = Object.keys(WRITTEN_BITS).map((name) => JSON.stringify(name));
    throw new LongwaveError(
      "wav/bad-format",
      `expected the encoding ${names.join(" or ")}, got ${String(encoding)}`,
      { actual: encoding },
    );
  }
  if (!written.includes(bitsPerSample)) {
    throw badFormat(`bits per sample of ${encoding}`, written.join(" or "), bitsPerSample);
  }
  const blockAlign = channels * (bitsPerSample / 8);
  if (!Number.isInteger(channels) || channels < 1 || blockAlign > 0xffff) {
    throw badFormat("channels", "1 or more, at most 65535 bytes a frame", channels);
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > 0xffff_ffff) {
    throw badFormat("sample rate", "an integer from 1 to 4294967295 Hz", sampleRate);
  }
  if (
    channelMask !== undefined &&
    !(Number.isInteger(channelMask) && channelMask >= 0 && channelMask < 2 ** 32)
  ) {
    throw badFormat("channel mask", "an integer of 32 bits", channelMask);
  }
  // Positions cannot be told without the extensible form; more than two channels ask for it.
  const mask = channelMask ?? (channels > 2 ? 0 : undefined);
  return {
    encoding,
    channels,
    sampleRate,
    bitsPerSample,
    validBits: bitsPerSample,
    blockAlign,
    framesPerBlock: 1,
    ...(!littleEndian && { bigEndian: true }),
    ...(mask !== undefined && { channelMask: mask }),
    ...(mask !== undefined && ambisonic && { ambisonic }),
  };
}
