import { LongwaveError } from "../../stream/error.ts";
import { type ClipNames, clipName } from "./clip-name.ts";
import type { Cutter } from "./cutter.ts";
import type { ManifestClip, ManifestFailure } from "./manifest.ts";
import { type PlacedSegment, placeSegment, type Segment, segmentWords } from "./segment.ts";

/** A segment on its way to becoming a clip. */
export interface ClipJob {
  readonly id: number;
  readonly segment: Segment;
  /** Where it lies, or why it lies nowhere. */
  readonly placed: PlacedSegment | LongwaveError;
  readonly file: string;
  /** Size of the clip's file, where that is known; 0 when there will be none. */
  readonly bytes: number | undefined;
  /** How much work it is beside the others: bytes, or frames where nobody knows the bytes. */
  readonly weight: number;
}

/** Where a segment lies in the recording, or why it lies nowhere. */
export function placeOrError(segment: Segment, index: number, cutter: Cutter): ClipJob["placed"] {
  try {
    return placeSegment(segment, index, cutter);
  } catch (error) {
    if (error instanceof LongwaveError) return error;
    throw error;
  }
}

/** The job of a segment that got its number. */
export function clipJob(
  id: number,
  segment: Segment,
  placed: ClipJob["placed"],
  cutter: Cutter,
  names: ClipNames,
): ClipJob {
  const speaker = names === "number" ? undefined : segmentWords(segment).speaker;
  const file = clipName(id, speaker, cutter.ending);
  if (placed instanceof LongwaveError) return { id, segment, placed, file, bytes: 0, weight: 0 };
  const { fromFrame, toFrame } = placed;
  const bytes = cutter.sizeOf(fromFrame, toFrame);
  return { id, segment, placed, file, bytes, weight: bytes ?? toFrame - fromFrame };
}

/** What the manifest says of a clip that is complete, with so many bytes. */
export function completeClip(
  job: ClipJob,
  placed: PlacedSegment,
  sampleRate: number,
  bytes: number,
): ManifestClip {
  const { fromFrame, toFrame, speaker, text, classification } = placed;
  return {
    id: job.id,
    file: job.file,
    speaker,
    start: seconds(fromFrame, sampleRate),
    end: seconds(toFrame, sampleRate),
    status: "complete",
    text,
    classification,
    bytes,
  };
}

/** What the manifest says of a segment that gave no clip. */
export function failedClip({ id, segment }: ClipJob, error: unknown): ManifestFailure {
  const { start, end, start_time, end_time } = segment;
  const { speaker, text, classification } = segmentWords(segment);
  const code = error instanceof LongwaveError ? error.code : "snippets/failed";
  const message = error instanceof Error ? error.message : String(error);
  return {
    id,
    speaker,
    start: finiteOrNull(start ?? start_time),
    end: finiteOrNull(end ?? end_time),
    status: "failed",
    text,
    classification,
    error: { code, message },
  };
}

/** JSON has no NaN and no infinity. */
function finiteOrNull(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A frame's time, to the microsecond: enough to tell frames apart up to 1 MHz. */
function seconds(frame: number, sampleRate: number): number {
  return Number((frame / sampleRate).toFixed(6));
}
