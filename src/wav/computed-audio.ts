import type { AudioSource } from "../audio/audio-source.ts";
import { peakWatch } from "../audio/peak-watch.ts";
import { quantize } from "../audio/quantize.ts";
import type { Dither, NoiseShaping } from "../dsp/level/quantizer.ts";
import type { FrameSpan } from "../dsp/silence/frame-span.ts";
import type { SampleFormat } from "./format.ts";

/** How computed samples become those of a file. */
export interface ComputedSampleOptions {
  /** `"tpdf"` unless told otherwise. */
  readonly dither?: Dither;
  /** `"none"` unless told otherwise. */
  readonly noiseShaping?: NoiseShaping;
}

/** Audio that is ready to be encoded. */
export interface ComputedAudio {
  readonly audio: AudioSource;
  /** The highest amplitude so far of what was read, before it was clipped; 0 where nothing can be clipped. */
  readonly peak: () => number;
}

/**
 * Audio with the dither that a format asks for: where integers of 8, 16 or 24 bits are written, in those spans whose
 * samples are no such integers. Wider ones have less error than the 32-bit floats that are computed with.
 *
 * @param spans in order and without overlaps
 */
export function computedAudio(
  audio: AudioSource,
  { encoding, bitsPerSample }: SampleFormat,
  spans: readonly FrameSpan[],
  options: ComputedSampleOptions,
): ComputedAudio {
  const { dither = "tpdf", noiseShaping = "none" } = options;
  if (encoding === "float" || spans.length === 0) return { audio, peak: () => 0 };
  const watch = peakWatch(audio);
  const peak = () => watch.peak;
  const hasLevels =
    encoding === "pcm" && (bitsPerSample === 8 || bitsPerSample === 16 || bitsPerSample === 24);
  const isPlain = dither === "none" && noiseShaping === "none";
  if (!hasLevels || isPlain) return { audio: watch, peak };
  return { audio: quantize(watch, { bitsPerSample, dither, noiseShaping, spans }), peak };
}
