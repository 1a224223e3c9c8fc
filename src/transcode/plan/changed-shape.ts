import type { MediaWarning } from "../media.ts";
import type { EncodingOptions } from "../transcode-options.ts";
import { encodedSound, type SoundShape } from "./encoded-sound.ts";

/**
 * What a format makes of a rate and channels that it lacks, where that was asked for or loses something. A higher rate that nobody
 * asked about loses nothing: all Opus files of music from discs have one.
 */
export function changedShape(options: EncodingOptions, input: SoundShape): MediaWarning[] {
  const { format, sampleRate: asked, channels = input.channels } = options;
  const sampleRate = asked ?? input.sampleRate;
  const result = encodedSound(options, input);
  const warnings: MediaWarning[] = [];
  if (result.sampleRate < sampleRate || (asked !== undefined && result.sampleRate !== asked)) {
    const message = `${format} has no sample rate of ${sampleRate} Hz: the result has ${result.sampleRate} Hz`;
    warnings.push({ code: "media/rate-changed", message });
  }
  if (result.channels !== channels) {
    const message = `${format} has room for ${result.channels} channels, got ${channels}: they are mixed`;
    warnings.push({ code: "media/channels-changed", message });
  }
  return warnings;
}
