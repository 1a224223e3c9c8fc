import { checkChoiceOption } from "../../stream/choice-option.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { gainFromDecibels } from "../decibel.ts";
import { frameAt } from "../frame-at.ts";
import { applyGains } from "../plane-loops.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat, Processor } from "../processor.ts";
import { CHANNEL_LINKS, type ChannelLink, linkedChannels } from "./channel-link.ts";
import { smoothingFactor } from "./envelope.ts";
import { peakLevel } from "./level.ts";

/** How a gate works. */
export interface GateOptions extends AudioFormat {
  /** Level in dB beside full scale from which on it opens, -120 to 0; -50 unless told otherwise. */
  readonly threshold?: number;
  /** dB below the threshold down to which it stays open, 0 to 60; 6 unless told otherwise. */
  readonly hysteresis?: number;
  /** Time constant in seconds in which it opens, 0 to 10; 0.001 unless told otherwise. */
  readonly attack?: number;
  /**
   * Seconds for which it stays open after the last sample that was loud enough, 0 to 60; 0.05 unless told otherwise.
   */
  readonly hold?: number;
  /** Time constant in seconds in which it closes, 0 to 60; 0.1 unless told otherwise. */
  readonly release?: number;
  /** dB to which a closed gate lowers what it is given, -200 to 0; -80 unless told otherwise. */
  readonly range?: number;
  /** Whether channels open together; `max` unless told otherwise: as soon as one of them is loud enough. */
  readonly link?: ChannelLink;
}

/** Frames that are worked on at a time. */
const PIECE = 256;

/** -120 dB: a gate that is so close to open is open. */
const NEARLY = 1e-6;

/**
 * A gate: lowers what is quiet. Its level is the magnitude of a sample, its gain a branching one-pole (see
 * `smoothingFactor`) in the linear domain towards 1 or the range. An open gate gives its input, to the bit. It starts
 * closed; its latency is 0. (Noise gates: U. Zölzer, ed., "DAFX: Digital Audio Effects", 2nd edition, 2011, chapter 4;
 * the one-pole: Giannoulis, Massberg, Reiss, "Digital Dynamic Range Compressor Design", JAES 60 (6), 2012.) A sample that is not a number has no level and stays what it is.
 *
 * @throws LongwaveError `options/invalid`
 */
export function gate(options: GateOptions): Processor {
  const { sampleRate, channels, threshold = -50, hysteresis = 6, range = -80, link = "max" } = options;
  const { attack = 0.001, hold = 0.05, release = 0.1 } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  checkNumberOption("threshold", threshold, -120, 0);
  checkNumberOption("hysteresis", hysteresis, 0, 60);
  checkNumberOption("attack", attack, 0, 10);
  checkNumberOption("hold", hold, 0, 60);
  checkNumberOption("release", release, 0, 60);
  checkNumberOption("range", range, -200, 0);
  checkChoiceOption("link", link, CHANNEL_LINKS);

  const groups = linkedChannels(link, channels).map((members) => ({
    members,
    level: peakLevel(),
    gain: gateGain({
      opensAt: gainFromDecibels(threshold),
      closesAt: gainFromDecibels(threshold - hysteresis),
      hold: frameAt(hold, sampleRate),
      attack: smoothingFactor(attack, sampleRate),
      release: smoothingFactor(release, sampleRate),
      floor: gainFromDecibels(range),
    }),
  }));
  const levels = new Float64Array(PIECE);
  const gains = new Float64Array(PIECE);

  return {
    latency: 0,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; from += PIECE) {
        const frames = Math.min(PIECE, length - from);
        for (let g = 0; g < groups.length; g++) {
          const group = groups[g];
          if (group === undefined) continue;
          group.level.measure(planes, group.members, from, frames, levels);
          group.gain.gains(levels, frames, gains);
          for (let m = 0; m < group.members.length; m++) {
            const plane = planes[group.members[m] ?? 0];
            if (plane === undefined) continue;
            applyGains(plane, from, gains, plane, from, frames);
          }
        }
      }
    },
    reset() {
      for (const { gain } of groups) gain.reset();
    },
  };
}

interface GateGainOptions {
  /** Amplitudes. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** Frames. */
  readonly hold: number;
  /** Smoothing factors. */
  readonly attack: number;
  readonly release: number;
  /** The gain of a closed gate. */
  readonly floor: number;
}

interface GateGain {
  /** Writes a gain to `into` for each of the first `frames` levels. */
  gains(levels: Float64Array, frames: number, into: Float64Array): void;
  reset(): void;
}

function gateGain(options: GateGainOptions): GateGain {
  const state = new Float64Array(FIELDS);
  const reset = (): void => {
    state[GAIN] = options.floor;
    state[LEFT] = CLOSED;
  };
  reset();
  return {
    gains(levels, frames, into) {
      follow(levels, frames, into, state, options);
    },
    reset,
  };
}

/** Fields of the state: the gain so far, and the frames for which the gate stays open without a loud one. */
const GAIN = 0;
const LEFT = 1;
const FIELDS = 2;

/** What is left where the gate is closed. */
const CLOSED = -1;

/** Opens and closes with the levels, and goes on with the state. */
function follow(
  levels: Float64Array,
  frames: number,
  into: Float64Array,
  state: Float64Array,
  { opensAt, closesAt, hold, attack, release, floor }: GateGainOptions,
): void {
  const top = 1 - NEARLY;
  const bottom = floor * (1 + NEARLY);
  let gain = state[GAIN] ?? 0;
  let left = state[LEFT] ?? 0;
  for (let n = 0; n < frames; n++) {
    const level = levels[n] ?? 0;
    if (level >= opensAt || (left >= 0 && level >= closesAt)) left = hold;
    else if (left >= 0) left--;
    if (left >= 0) {
      gain = 1 + attack * (gain - 1);
      if (gain > top) gain = 1;
    } else {
      gain = floor + release * (gain - floor);
      if (gain < bottom) gain = floor;
    }
    into[n] = gain;
  }
  state[GAIN] = gain;
  state[LEFT] = left;
}
