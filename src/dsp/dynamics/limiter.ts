import { checkChoiceOption } from "../../stream/choice-option.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { gainFromDecibels } from "../decibel.ts";
import { frameAt } from "../frame-at.ts";
import { frameWindow } from "../frame-window.ts";
import { samplePeakFilter, truePeakFilter } from "../metering/true-peak-filter.ts";
import { applyGains, copyFrames } from "../plane-loops.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat, Processor } from "../processor.ts";
import { CHANNEL_LINKS, type ChannelLink, linkedChannels } from "./channel-link.ts";
import { smoothingFactor } from "./envelope.ts";
import { limiterGain } from "./limiter-gain.ts";

/** How a limiter works. */
export interface LimiterOptions extends AudioFormat {
  /**
   * The highest level that comes out: dBTP, or dB beside full scale where `truePeak` is false. -60 to 0; -1 unless told
   * otherwise.
   */
  readonly ceiling?: number;
  /** Seconds over which the gain goes down before a peak, 0 to 1; 0.005 unless told otherwise. */
  readonly lookahead?: number;
  /** Time constant in seconds in which the gain comes back, 0 to 60; 0.1 unless told otherwise. */
  readonly release?: number;
  /** Whether the waveform between the samples counts; true unless told otherwise. */
  readonly truePeak?: boolean;
  /** Whether channels share one gain; `max` unless told otherwise: the one that the loudest needs. */
  readonly link?: ChannelLink;
}

/** Frames that are worked on at a time. */
const PIECE = 512;

/** Frames on each side of a peak for which the gain stays down, since interpolation makes the peak of all of them. */
const FLAT = 6;

/** What rounding to a sample may add. */
const ROUNDING = 2 ** -23;

/** dB below the ceiling that true peaks are brought to, for what the estimate may lack. */
const MARGIN = 0.1;

/**
 * A look-ahead limiter: what comes out stays below the ceiling.
 *
 * Its gain is the least that any peak within the look-ahead needs, let go by a one-pole, and smoothed by a mean over the
 * look-ahead (U. Zölzer, ed., "DAFX: Digital Audio Effects", 2nd edition, 2011, chapter 4, has limiters with look-ahead;
 * see `limiterGain` for the steps of this one).
 *
 * True peaks are found by `truePeakFilter`, and brought to 0.1 dB below the ceiling, for what that estimate may lack.
 * So the ceiling holds for waveforms of up to 0.45 of the sample rate, which is 20 kHz at 44.1 kHz. What is above that
 * is underestimated: white noise up to half the sample rate can be 1 dB too high. Sample peaks never are.
 *
 * Where no peak is above the limit and the gain has come back to 1, the output is the input, delayed, to the bit. The
 * latency is the look-ahead less one frame, and with `truePeak` 21 frames more: 16 that the interpolation needs after a
 * peak, and 5 over which the gain is already flat (from 192 kHz on, where samples are all that counts, there are none).
 * A sample that is not finite becomes 0.
 *
 * @throws LongwaveError `options/invalid`
 */
export function limiter(options: LimiterOptions): Processor {
  const { sampleRate, channels, ceiling = -1, lookahead = 0.005, release = 0.1 } = options;
  const { truePeak = true, link = "max" } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  checkNumberOption("ceiling", ceiling, -60, 0);
  checkNumberOption("lookahead", lookahead, 0, 1);
  checkNumberOption("release", release, 0, 60);
  checkChoiceOption("link", link, CHANNEL_LINKS);

  const filter = truePeak ? truePeakFilter(sampleRate) : samplePeakFilter();
  const { factor, reach } = filter;
  const flat = reach === 0 ? 0 : FLAT;
  const fade = Math.max(1, frameAt(lookahead, sampleRate));
  // An interval is known `reach` frames after it began. Its gain is reached `fade - 1` frames later, and is there for
  // the sample that the interval begins with, `flat - 1` before that one and `flat` after it.
  const latency = fade - 1 + (reach === 0 ? 0 : reach + flat - 1);
  const limit = gainFromDecibels(factor === 1 ? ceiling : ceiling - MARGIN) * (1 - ROUNDING);
  // No waveform without what is above half the sample rate is lower than this at both points beside its highest peak.
  const threshold = factor === 1 ? limit : limit * Math.cos(Math.PI / (2 * factor));
  const groups = linkedChannels(link, channels).map((members) => ({
    members,
    gain: limiterGain({
      limit,
      fade,
      flat: Math.max(1, 2 * flat),
      release: smoothingFactor(release, sampleRate),
    }),
  }));
  const recent = frameWindow(channels, Math.max(2 * reach, latency), PIECE);
  const peaks = new Float64Array(PIECE);
  const gains = new Float64Array(PIECE);

  return {
    latency,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; from += PIECE) {
        const frames = Math.min(PIECE, length - from);
        for (let channel = 0; channel < channels; channel++) zeroNonFinite(planes[channel], from, frames);
        const start = recent.append(planes, from, frames) - frames;
        for (let g = 0; g < groups.length; g++) {
          const group = groups[g];
          if (group === undefined) continue;
          peaks.fill(0, 0, frames);
          let found = false;
          for (let m = 0; m < group.members.length; m++) {
            const buffer = recent.planes[group.members[m] ?? 0];
            if (buffer === undefined) continue;
            if (filter.mark(buffer, start - reach, start - reach + frames, threshold, peaks)) found = true;
          }
          const changes = group.gain.gains(peaks, found, frames, gains);
          for (let m = 0; m < group.members.length; m++) {
            const channel = group.members[m] ?? 0;
            const source = recent.planes[channel];
            const plane = planes[channel];
            if (source === undefined || plane === undefined) continue;
            const late = start - latency;
            if (changes) applyGains(source, late, gains, plane, from, frames);
            else copyFrames(source, late, plane, from, frames);
          }
        }
      }
    },
    reset() {
      recent.reset();
      for (const { gain } of groups) gain.reset();
    },
  };
}

/** Makes silence of samples that are not finite. */
function zeroNonFinite(plane: Float32Array | undefined, from: number, frames: number): void {
  if (plane === undefined) return;
  for (let n = from; n < from + frames; n++) {
    const sample = plane[n] ?? 0;
    // Infinity and NaN alone are not 0 when they are taken from themselves.
    if (sample - sample !== 0) plane[n] = 0;
  }
}
