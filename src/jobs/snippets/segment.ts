import { frameAt } from "../../audio/time.ts";
import { LongwaveError } from "../../stream/error.ts";

/**
 * A part of a recording in which somebody speaks, as a segment list states it. Nothing here is checked yet: a list out
 * of a file may lack a time, or hold something that is not a number.
 */
export interface Segment {
  /** Where the part starts, in seconds from the start of the recording. */
  readonly start?: number;
  /** Where the part ends, in seconds from the start of the recording; the frame at this time is no longer in it. */
  readonly end?: number;
  /** Another name for `start`, in seconds. */
  readonly start_time?: number;
  /** Another name for `end`, in seconds. */
  readonly end_time?: number;
  /** Who speaks, for example `"SPEAKER_00"`. */
  readonly speaker?: string | null;
  /** What is said. */
  readonly text?: string | null;
  /** What kind of part this is, in the words of whoever made the list. */
  readonly classification?: string | null;
}

/** A segment whose times are frames within the recording. */
export interface PlacedSegment extends SegmentWords {
  readonly fromFrame: number;
  /** The first frame after the segment; always at least one past `fromFrame`, unless the recording is empty. */
  readonly toFrame: number;
}

/** What a segment is placed in. */
export interface Recording {
  readonly frames: number;
  /** Hz. */
  readonly sampleRate: number;
}

/** What a segment says beside its times; nothing is missing here. */
export interface SegmentWords {
  readonly speaker: string;
  readonly text: string;
  readonly classification: string;
}

/** Nothing is shorter than a hundredth of a second: recognisers give some words no length at all. */
const SHORTEST_CLIPS_PER_SECOND = 100;

/** Who speaks where a segment does not say. */
export const UNKNOWN_SPEAKER = "UNKNOWN";

/**
 * Brings a segment's times into the recording: a negative start becomes 0, an end before the start becomes the start,
 * what reaches past the end is cut there, and what is shorter than 10 ms is made 10 ms long, backwards at the end of
 * the recording. Only a recording that is shorter itself gives less.
 *
 * @param index where the segment stands in its list, from 0, for messages
 * @throws LongwaveError `snippets/bad-segment` for a time that is missing, NaN or no number
 */
export function placeSegment(segment: Segment, index: number, recording: Recording): PlacedSegment {
  const { frames, sampleRate } = recording;
  const start = timeOf(segment, "start", index);
  const end = timeOf(segment, "end", index);
  // Rounded up, unlike a time: at 11025 Hz the nearest frame would leave a clip of 9.98 ms.
  const shortest = Math.min(frames, Math.ceil(sampleRate / SHORTEST_CLIPS_PER_SECOND));
  const within = (frame: number, last: number) => Math.min(Math.max(frame, 0), last);
  const fromFrame = within(frameAt(start, sampleRate), frames - shortest);
  const toFrame = Math.max(within(frameAt(end, sampleRate), frames), fromFrame + shortest);
  return { fromFrame, toFrame, ...segmentWords(segment) };
}

/** What a segment says beside its times, whatever it is. */
export function segmentWords(segment: Segment): SegmentWords {
  return {
    speaker: textOf(segment?.speaker) || UNKNOWN_SPEAKER,
    text: textOf(segment?.text),
    classification: textOf(segment?.classification),
  };
}

function timeOf(segment: Segment, name: "start" | "end", index: number): number {
  const value: unknown = segment?.[name] ?? segment?.[`${name}_time`] ?? segment?.[name];
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  const isObject = typeof value === "object" && value !== null;
  const shown = isObject ? "an object" : typeof value === "string" ? JSON.stringify(value) : String(value);
  throw new LongwaveError(
    "snippets/bad-segment",
    `segment at index ${index}: expected ${name} to be a number of seconds, got ${shown}`,
    { index, actual: value, expected: "a number of seconds" },
  );
}

/** Lists come from other programs, so a text may be anything; what has no text of its own has none here. */
function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}
