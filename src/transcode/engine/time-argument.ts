/**
 * A time in seconds with six decimals, which is what ffmpeg computes with; a frame of 500 kHz is twice as long.
 */
export function timeArgument(seconds: number): string {
  return seconds.toFixed(6);
}
