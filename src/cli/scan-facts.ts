import type { Scan } from "../audio/scan.ts";
import { decibelsFromGain } from "../dsp/decibel.ts";
import type { Levels } from "../dsp/metering/channel-levels.ts";
import type { FrameSpan } from "../dsp/silence/frame-span.ts";
import { describeStream } from "../transcode/describe-stream.ts";
import { describeFormat } from "../wav/format.ts";
import type { Recording } from "./recording.ts";

/** Levels in dB, `null` where there is none: JSON has no minus infinity. */
export interface LevelFacts {
  /** dBFS. */
  readonly peak: number | null;
  /** The first frame where it is. */
  readonly peakFrame: number;
  /** dBTP. */
  readonly truePeak: number | null;
  /** dBFS; a square wave at full scale has 0. */
  readonly rms: number | null;
  /** The mean of all samples, where full scale is 1. */
  readonly dcOffset: number;
  readonly clippedSamples: number;
  /** Two or more clipped samples in a row count once. */
  readonly clippedRuns: number;
  /** Samples of floating-point files that are no numbers, or infinite. */
  readonly nonFiniteSamples: number;
}

/** A part of a recording. */
export interface SpanFacts {
  /** Seconds. */
  readonly start: number;
  /** Seconds. */
  readonly end: number;
  readonly fromFrame: number;
  readonly toFrame: number;
}

/** What a scan found, as `--json` prints it. */
export interface ScanFacts extends LevelFacts {
  readonly source: string;
  /** In words. */
  readonly format: string;
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
  /** LUFS. */
  readonly integrated: number | null;
  /** LU. */
  readonly loudnessRange: number;
  /** LUFS. */
  readonly maxMomentary: number | null;
  /** LUFS. */
  readonly maxShortTerm: number | null;
  readonly perChannel: readonly LevelFacts[];
  readonly silence: {
    /** dBFS. */
    readonly threshold: number;
    /** Seconds. */
    readonly minDuration: number;
    /** Of all of them. */
    readonly frames: number;
    /** Seconds, of all of them. */
    readonly duration: number;
    /** Of the recording, from 0 to 1. */
    readonly share: number;
    readonly spans: readonly SpanFacts[];
  };
}

/** A source that could not be measured. */
export interface ScanFailure {
  readonly source: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** What a scan found, in the units in which it is told. */
export function scanFacts(
  source: string,
  { format, media, sampleRate, channels, frames, duration }: Recording,
  scan: Scan,
  silence: { readonly threshold: number; readonly minDuration: number },
): ScanFacts {
  const silent = scan.silences.reduce((sum, { from, to }) => sum + to - from, 0);
  const { channelLevels, channelTruePeaks } = scan;
  return {
    source,
    format: media ? describeStream(media.audio) : describeFormat(format),
    sampleRate,
    channels,
    frames,
    duration,
    ...levelFacts(scan.levels, scan.truePeak),
    integrated: decibels(scan.integrated),
    loudnessRange: rounded(scan.loudnessRange),
    maxMomentary: decibels(scan.maxMomentary),
    maxShortTerm: decibels(scan.maxShortTerm),
    perChannel: channelLevels.map((levels, channel) =>
      levelFacts(levels, channelTruePeaks[channel] ?? Number.NEGATIVE_INFINITY),
    ),
    silence: {
      ...silence,
      frames: silent,
      duration: rounded(silent / sampleRate),
      share: frames > 0 ? rounded(silent / frames) : 0,
      spans: scan.silences.map((span) => spanFacts(span, sampleRate)),
    },
  };
}

/** A part of a recording in seconds, to the microsecond, and in frames. */
export function spanFacts({ from, to }: FrameSpan, sampleRate: number): SpanFacts {
  return {
    start: rounded(from / sampleRate),
    end: rounded(to / sampleRate),
    fromFrame: from,
    toFrame: to,
  };
}

function levelFacts(levels: Levels, truePeak: number): LevelFacts {
  const { peak, peakFrame, rms, dcOffset, clippedSamples, clippedRuns, nonFinite } = levels;
  return {
    peak: decibels(decibelsFromGain(peak)),
    peakFrame,
    truePeak: decibels(truePeak),
    rms: decibels(decibelsFromGain(rms)),
    dcOffset,
    clippedSamples,
    clippedRuns,
    nonFiniteSamples: nonFinite,
  };
}

function decibels(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}

/** To six digits, so that the same recording gives the same text wherever it is measured. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
