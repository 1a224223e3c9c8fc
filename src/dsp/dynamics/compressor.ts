import { checkChoiceOption } from "../../stream/choice-option.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { gainFromDecibels } from "../decibel.ts";
import { frameAt } from "../frame-at.ts";
import { frameWindow } from "../frame-window.ts";
import { applyGains } from "../plane-loops.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat, Processor } from "../processor.ts";
import { CHANNEL_LINKS, type ChannelLink, linkedChannels } from "./channel-link.ts";
import { gainReduction } from "./compressor-gain.ts";
import { smoothingFactor } from "./envelope.ts";
import { meanSquareLevel, peakLevel } from "./level.ts";

/** How a compressor works. */
export interface CompressorOptions extends AudioFormat {
  /** Level in dB beside full scale from which on it works, -120 to 24; -24 unless told otherwise. */
  readonly threshold?: number;
  /** dB more at the input for one dB more at the output, 1 to 1000; 4 unless told otherwise. */
  readonly ratio?: number;
  /** dB around the threshold over which the ratio sets in, 0 to 60; 6 unless told otherwise. */
  readonly knee?: number;
  /** Time constant in seconds in which the reduction grows, 0 to 10; 0.005 unless told otherwise. */
  readonly attack?: number;
  /** Time constant in seconds in which the reduction fades, 0 to 60; 0.15 unless told otherwise. */
  readonly release?: number;
  /** dB by which all is raised, -60 to 60; 0 unless told otherwise. */
  readonly makeup?: number;
  /** What a level is: the magnitude of a sample, or the root of a running mean square; `peak` unless told otherwise. */
  readonly detector?: "peak" | "rms";
  /** Time constant in seconds of the running mean square, 0.0001 to 10; 0.01 unless told otherwise. */
  readonly averaging?: number;
  /** Whether channels share one gain; `max` unless told otherwise: the loudest one's. */
  readonly link?: ChannelLink;
  /** Seconds by which the reduction is ahead of the audio, 0 to 1; 0 unless told otherwise. They are the latency. */
  readonly lookahead?: number;
}

/** Frames that are worked on at a time. */
const PIECE = 256;

/**
 * A feed-forward compressor with a soft knee.
 *
 * The reduction that a level asks for is computed in the logarithmic domain, without smoothing, and then smoothed by a
 * branching one-pole (see `smoothingFactor`) (Giannoulis, Massberg, Reiss: "Digital Dynamic Range Compressor Design",
 * JAES 60 (6), 2012, section 2). It ends at 0 when less than 1e-6 dB is left, so where nothing is above the knee the
 * output is the input times the makeup gain, and the input to the bit where that is 0 dB.
 *
 * Gains are right within 1e-5 dB. A sample that is not finite has no level, and stays what it is.
 *
 * @throws LongwaveError `options/invalid`
 */
export function compressor(options: CompressorOptions): Processor {
  const { sampleRate, channels, threshold = -24, ratio = 4, knee = 6 } = options;
  const { attack = 0.005, release = 0.15, makeup = 0, averaging = 0.01, lookahead = 0 } = options;
  const { detector = "peak", link = "max" } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  checkNumberOption("threshold", threshold, -120, 24);
  checkNumberOption("ratio", ratio, 1, 1000);
  checkNumberOption("knee", knee, 0, 60);
  checkNumberOption("attack", attack, 0, 10);
  checkNumberOption("release", release, 0, 60);
  checkNumberOption("makeup", makeup, -60, 60);
  checkChoiceOption("detector", detector, ["peak", "rms"]);
  checkNumberOption("averaging", averaging, 0.0001, 10);
  checkChoiceOption("link", link, CHANNEL_LINKS);
  checkNumberOption("lookahead", lookahead, 0, 1);

  const latency = frameAt(lookahead, sampleRate);
  const groups = linkedChannels(link, channels).map((members) => ({
    members,
    level: detector === "peak" ? peakLevel() : meanSquareLevel(members.length, averaging, sampleRate),
    reduction: gainReduction({
      threshold,
      ratio,
      knee,
      levelsAre: detector === "peak" ? "amplitudes" : "powers",
      attack: smoothingFactor(attack, sampleRate),
      release: smoothingFactor(release, sampleRate),
      makeup: gainFromDecibels(makeup),
    }),
  }));
  const delay = latency > 0 ? frameWindow(channels, latency, PIECE) : undefined;
  const levels = new Float64Array(PIECE);
  const gains = new Float64Array(PIECE);

  return {
    latency,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; from += PIECE) {
        const frames = Math.min(PIECE, length - from);
        const start = delay === undefined ? from : delay.append(planes, from, frames) - frames - latency;
        const sources = delay === undefined ? planes : delay.planes;
        for (let g = 0; g < groups.length; g++) {
          const group = groups[g];
          if (group === undefined) continue;
          group.level.measure(planes, group.members, from, frames, levels);
          group.reduction.gains(levels, frames, gains);
          for (let m = 0; m < group.members.length; m++) {
            const channel = group.members[m] ?? 0;
            const source = sources[channel];
            const plane = planes[channel];
            if (source === undefined || plane === undefined) continue;
            applyGains(source, start, gains, plane, from, frames);
          }
        }
      }
    },
    reset() {
      for (const { level, reduction } of groups) {
        level.reset();
        reduction.reset();
      }
      delay?.reset();
    },
  };
}
