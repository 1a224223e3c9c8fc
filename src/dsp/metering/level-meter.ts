import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import type { Meter } from "../meter.ts";
import { checkPlanes } from "../planes.ts";
import { channelLevels, type Levels, levelsOf } from "./channel-levels.ts";

/** Sums are put away every so many frames of the whole, so that small numbers are added to small ones. */
const CELL_FRAMES = 4096;

/** What a level meter is made for. */
export interface LevelMeterOptions {
  /** 1 or more. */
  readonly channels: number;
  /**
   * The magnitude from which on a sample counts as clipped, 0 or more; 32767/32768 unless told otherwise: the greatest
   * sample of 16 bits, and all greater ones.
   */
  readonly clipLevel?: number;
}

/** What samples are: peaks, means, and how many are at full scale. */
export interface LevelMeter extends Meter {
  /** Frames that were added. */
  readonly frames: number;
  /** Of each channel. Computed when it is read. */
  readonly channels: readonly Levels[];
  /** Of all channels together: means are over the samples of all, counts are sums. Computed when it is read. */
  readonly overall: Levels;
}

/**
 * A level meter that has heard nothing yet.
 *
 * @throws LongwaveError `options/invalid`
 */
export function levelMeter({ channels, clipLevel = 32767 / 32768 }: LevelMeterOptions): LevelMeter {
  checkIntegerOption("channels", channels, 1);
  checkNumberOption("clipLevel", clipLevel, 0);
  const tallies = Array.from({ length: channels }, () => channelLevels(clipLevel));
  let frame = 0;

  return {
    add(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; ) {
        const to = Math.min(length, from + CELL_FRAMES - (frame % CELL_FRAMES));
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[channel];
          if (plane !== undefined) tallies[channel]?.add(plane, from, to, frame);
        }
        frame += to - from;
        from = to;
        if (frame % CELL_FRAMES === 0) for (const tally of tallies) tally.close();
      }
    },
    get frames() {
      return frame;
    },
    get channels() {
      return tallies.map((tally) => levelsOf([tally.sums()]));
    },
    get overall() {
      return levelsOf(tallies.map((tally) => tally.sums()));
    },
    reset() {
      for (const tally of tallies) tally.reset();
      frame = 0;
    },
  };
}
