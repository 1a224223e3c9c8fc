import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import type { FrameSpan } from "./frame-span.ts";

/** How long the chunks are that a recording is cut into. */
export interface SilenceChunksOptions {
  /** The most frames that a chunk may have, 1 or more. */
  readonly most: number;
  /**
   * The fewest frames that it should have, up to `most`; the last chunk may have fewer. Half of `most` unless told
   * otherwise.
   */
  readonly least?: number;
}

/**
 * Cuts a recording into chunks that follow each other without a gap, with their borders in the middle of silences, as
 * recognisers want them that take no more than so many seconds at once. A chunk goes to the last silence in reach;
 * where there is none, it is cut at `most` frames, sound or not.
 *
 * @param frames the length of the recording
 * @param silences in order, as a `silenceDetector` gives them
 * @throws LongwaveError `options/invalid` for lengths that are out of range
 */
export function silenceChunks(
  frames: number,
  silences: readonly FrameSpan[],
  options: SilenceChunksOptions,
): FrameSpan[] {
  const { most, least = Math.ceil(most / 2) } = options;
  checkIntegerOption("most", most, 1);
  checkIntegerOption("least", least, 1);
  if (least > most) throw optionError("options.least", `at most options.most, ${most}`, least);
  const chunks: FrameSpan[] = [];
  let from = 0;
  let next = 0; // the first silence whose middle lies behind what is cut
  while (frames - from > most) {
    let to = from + most;
    let border: number | undefined;
    for (; next < silences.length; next++) {
      const silence = silences[next] as FrameSpan;
      const middle = Math.floor((silence.from + silence.to) / 2);
      if (middle > to) break;
      if (middle >= from + least) border = middle;
    }
    to = border ?? to;
    chunks.push({ from, to });
    from = to;
  }
  if (frames > from) chunks.push({ from, to: frames });
  return chunks;
}
