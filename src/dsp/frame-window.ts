import { copyFrames } from "./plane-loops.ts";
import { newPlanes } from "./planes.ts";

/** The last frames of a stream, of each channel in one piece. */
export interface FrameWindow {
  /** One per channel. The newest frame lies before the index that `append` gave, those before it go down from there. */
  readonly planes: readonly Float32Array[];
  /**
   * Takes `frames` of a block, at most `most`.
   *
   * @param from the first of them in the block
   * @returns the index after the newest frame in `planes`
   */
  append(block: readonly Float32Array[], from: number, frames: number): number;
  /** Makes all of it silence. */
  reset(): void;
}

/** Frames that are taken before what is kept has to be moved. */
const ROOM = 4096;

/**
 * A window that holds at least `kept` frames before those that were appended last. What is before the first is silence.
 *
 * @param most frames that are appended at a time
 */
export function frameWindow(channels: number, kept: number, most: number): FrameWindow {
  const length = kept + Math.max(most, ROOM, kept);
  const planes = newPlanes(channels, length);
  let end = kept;

  return {
    planes,
    append(block, from, frames) {
      const start = end + frames > length ? kept : end;
      for (let channel = 0; channel < channels; channel++) {
        const plane = planes[channel];
        const source = block[channel];
        if (plane === undefined || source === undefined) continue;
        if (start !== end) plane.copyWithin(0, end - kept, end);
        copyFrames(source, from, plane, start, frames);
      }
      end = start + frames;
      return end;
    },
    reset() {
      for (const plane of planes) plane.fill(0);
      end = kept;
    },
  };
}
