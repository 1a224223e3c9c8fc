import { UINT32_MAX } from "./number-field.ts";

/** From one sample rate to another, both in Hz. */
export interface TimeScale {
  readonly from: number;
  readonly to: number;
}

/** The frame of the same instant, the nearest one. */
export function scaledFrame(frame: number, { from, to }: TimeScale): number {
  return Math.round((frame * to) / from);
}

/** The same for a field of 32 bits; `undefined` for one that has no room there. */
export function scaledWord(frame: number, scale: TimeScale): number | undefined {
  const scaled = scaledFrame(frame, scale);
  return scaled <= UINT32_MAX ? scaled : undefined;
}
