import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";

/** Fewer frames per pixel no waveform has: audiowaveform reads none. */
const LEAST = 2;

/**
 * The `samplesPerPixel` of a waveform that has so many pixels for a second, rounded down as audiowaveform does.
 *
 * @param pixelsPerSecond an integer of 1 or more, at most half of the sample rate
 * @param sampleRate Hz
 * @throws LongwaveError `options/invalid` for more pixels, or none
 */
export function samplesPerPixelAt(pixelsPerSecond: number, sampleRate: number): number {
  checkIntegerOption("pixelsPerSecond", pixelsPerSecond, 1);
  const samplesPerPixel = Math.floor(sampleRate / pixelsPerSecond);
  if (samplesPerPixel >= LEAST) return samplesPerPixel;
  const most = Math.floor(sampleRate / LEAST);
  throw optionError("options.pixelsPerSecond", `at most ${most} at ${sampleRate} Hz`, pixelsPerSecond);
}

/**
 * The least `samplesPerPixel` with which the waveform of so many frames is no wider than so many pixels.
 *
 * @param width pixels, an integer of 1 or more
 * @param frames an integer of 0 or more
 * @throws LongwaveError `options/invalid` for no pixels, or frames that are no such number
 */
export function samplesPerPixelWithin(width: number, frames: number): number {
  checkIntegerOption("width", width, 1);
  checkIntegerOption("frames", frames, 0);
  return Math.max(LEAST, Math.ceil(frames / width));
}
