import { checkPlaneLength, checkPlanes } from "../planes.ts";

/**
 * Adds planes to planes. What goes beyond full scale stays as it is.
 *
 * @param into what is added to, one plane per channel
 * @param planes what is added: as many planes of the same length
 * @param gain the factor that they are added with; 1 unless told otherwise, and 0 adds nothing, whatever the samples
 *   are
 * @throws LongwaveError `audio/bad-planes`
 */
export function mixInto(into: readonly Float32Array[], planes: readonly Float32Array[], gain = 1): void {
  const channels = into.length;
  const frames = checkPlanes(into, channels);
  checkPlaneLength(planes, channels, frames);
  if (gain === 0) return;
  for (let channel = 0; channel < channels; channel++) {
    const sum = into[channel];
    const plane = planes[channel];
    if (sum === undefined || plane === undefined) continue;
    for (let n = 0; n < frames; n++) sum[n] = (sum[n] ?? 0) + (plane[n] ?? 0) * gain;
  }
}
