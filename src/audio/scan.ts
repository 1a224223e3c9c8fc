import { decibelsFromGain } from "../dsp/decibel.ts";
import type { Levels } from "../dsp/metering/channel-levels.ts";
import { levelMeter } from "../dsp/metering/level-meter.ts";
import { loudnessMeter } from "../dsp/metering/loudness-meter.ts";
import { truePeakMeter } from "../dsp/metering/true-peak-meter.ts";
import type { AudioFormat } from "../dsp/processor.ts";
import type { FrameSpan } from "../dsp/silence/frame-span.ts";
import { type SilenceOptions, silenceDetector } from "../dsp/silence/silence-detector.ts";
import type { AudioSource } from "./audio-source.ts";
import { type MeasureOptions, measure } from "./measure.ts";

/** How a source is scanned. */
export interface ScanOptions extends MeasureOptions {
  /** Of a WAVE file, for the weights of its channels in loudness; see `loudnessMeter`. */
  readonly channelMask?: number;
  /** What counts as silence; see `silenceDetector`. */
  readonly silence?: Omit<SilenceOptions, keyof AudioFormat>;
}

/** What a source is as a sound. */
export interface Scan {
  /** Of all channels together: peak, RMS, DC offset, clipping. Amplitudes, where full scale is 1. */
  readonly levels: Levels;
  /** The same of each channel. */
  readonly channelLevels: readonly Levels[];
  /** The highest level of the waveform, between its samples too, in dBTP. */
  readonly truePeak: number;
  /** The same of each channel. */
  readonly channelTruePeaks: readonly number[];
  /** Loudness over all of it, in LUFS. */
  readonly integrated: number;
  /** Loudness range in LU. */
  readonly loudnessRange: number;
  /** The greatest loudness over 400 ms, in LUFS. */
  readonly maxMomentary: number;
  /** The greatest loudness over 3 s, in LUFS. */
  readonly maxShortTerm: number;
  /** Where it is silent. */
  readonly silences: readonly FrameSpan[];
}

/**
 * Measures a whole source in one go: levels, true peak, loudness (ITU-R BS.1770-5, EBU Tech 3341 and 3342) and
 * silences. Levels of what is not there (of silence, of what is too short for its window) are minus infinity.
 *
 * @throws LongwaveError `options/invalid`, `audio/unexpected-end`, and what the source throws
 */
export async function scan(source: AudioSource, options: ScanOptions = {}): Promise<Scan> {
  const { channelMask = 0, silence, ...measuring } = options;
  const { sampleRate, channels } = source;
  const format = { sampleRate, channels };
  const levels = levelMeter({ channels });
  const truePeaks = truePeakMeter(format);
  const loudness = loudnessMeter({ ...format, channelMask });
  const silences = silenceDetector({ ...silence, ...format });
  await measure(source, [levels, truePeaks, loudness, silences], measuring);
  return {
    levels: levels.overall,
    channelLevels: levels.channels,
    truePeak: truePeaks.level,
    channelTruePeaks: truePeaks.channelPeaks.map(decibelsFromGain),
    integrated: loudness.integrated,
    loudnessRange: loudness.range,
    maxMomentary: loudness.maxMomentary,
    maxShortTerm: loudness.maxShortTerm,
    silences: silences.end(),
  };
}
