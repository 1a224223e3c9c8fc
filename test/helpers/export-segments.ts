import type { Segment } from "../../src/jobs/snippets/segment.ts";
import { RATE } from "./export-recording.ts";

/** A segment on whole frames of the counting recording, which names them in its text. */
export interface FramedSegment extends Segment {
  readonly start: number;
  readonly end: number;
  readonly speaker: string;
  /** `"<speaker> <index> <first frame> <frame after the last>"` */
  readonly text: string;
}

/** Segments of one speaker, of 20 ms to `longest` seconds, the same ones for the same arguments. */
export function segmentsOf(
  speaker: string,
  count: number,
  frames: number,
  longest: number = 1,
): FramedSegment[] {
  return Array.from({ length: count }, (_, index) => {
    // Multiplying by a prime spreads the places over the recording, in no order.
    const length = Math.round(RATE * (0.02 + ((index * 37) % 101) * (longest / 110)));
    const from = (index * 7919 * 13) % (frames - length);
    const to = from + length;
    return { start: from / RATE, end: to / RATE, speaker, text: `${speaker} ${index} ${from} ${to}` };
  });
}

/** The frames that a text of such a segment names. */
export function framesIn(text: string): { from: number; to: number } {
  const [, , from, to] = text.split(" ");
  return { from: Number(from), to: Number(to) };
}
