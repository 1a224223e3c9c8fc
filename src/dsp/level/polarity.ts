import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkPlanes } from "../planes.ts";
import type { Processor } from "../processor.ts";

/** Which channels are turned over. */
export interface PolarityOptions {
  /** How many there are, 1 or more. */
  readonly channels: number;
  /** Those that are inverted, counted from 0; all unless told otherwise. To name one twice is to name it once. */
  readonly inverted?: readonly number[];
}

/**
 * Inverts the polarity of channels: every sample changes its sign. Its latency is 0.
 *
 * @throws LongwaveError `options/invalid`
 */
export function polarity({ channels, inverted }: PolarityOptions): Processor {
  checkIntegerOption("channels", channels, 1);
  const isInverted = Array.from({ length: channels }, () => inverted === undefined);
  for (const channel of inverted ?? []) {
    if (!(Number.isSafeInteger(channel) && channel >= 0 && channel < channels)) {
      throw optionError("options.inverted", `channels from 0 to ${channels - 1}`, channel);
    }
    isInverted[channel] = true;
  }
  return {
    latency: 0,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let channel = 0; channel < channels; channel++) {
        const plane = planes[channel];
        if (plane === undefined || !isInverted[channel]) continue;
        invert(plane, length);
      }
    },
    reset() {},
  };
}

function invert(plane: Float32Array, frames: number): void {
  for (let n = 0; n < frames; n++) plane[n] = -(plane[n] ?? 0);
}
