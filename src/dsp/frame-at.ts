/**
 * The frame that is nearest to a time. Times become frames here and nowhere else, so that two parts of the library
 * never disagree by one frame about the same cut.
 *
 * @param seconds from the start of the recording
 * @param sampleRate in Hz
 * @returns a whole number of frames from the start of the recording; NaN for a time that is NaN
 */
export function frameAt(seconds: number, sampleRate: number): number {
  return Math.round(seconds * sampleRate);
}
