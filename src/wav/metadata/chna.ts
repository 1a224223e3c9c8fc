import type { BodyContext, BodyLayout } from "./body.ts";
import { integerField, UINT16_MAX, viewOf } from "./number-field.ts";
import { isTooShort, warnOfCount } from "./short-body.ts";
import { readTextFields, type TextField, writeTextFields } from "./text-field.ts";

/** What a track of the file is in the audio definition model of the `axml` chunk. */
export interface TrackAssignment {
  /** The track's number, from 1. */
  readonly trackIndex: number;
  /** `audioTrackUID`: `"ATU_00000001"`. */
  readonly uid: string;
  /** `audioTrackFormatID` or `audioChannelFormatID`: `"AT_00031001_01"`. */
  readonly trackRef: string;
  /** `audioPackFormatID`: `"AP_00031001"`; empty where there is none. */
  readonly packRef: string;
}

/** Bytes before the assignments, and of an assignment (ITU-R BS.2088-1, "<chna> chunk"). */
const HEAD_BYTES = 4;
const ASSIGNMENT_BYTES = 40;

/** The texts of an assignment, by bytes from its start. They are ASCII. */
const TEXT_FIELDS = [
  { name: "uid", from: 2, length: 12 },
  { name: "trackRef", from: 14, length: 14 },
  { name: "packRef", from: 28, length: 11 },
] as const satisfies readonly TextField[];

/** Keeps every byte as it is. */
const ENCODING = "iso-8859-1";

/**
 * Reads a `chna` body. Places that are kept free, which have the track index 0, are left out. The assignments that are
 * there count, not the number that the body gives.
 */
export function readChna(body: Uint8Array, context: BodyContext): readonly TrackAssignment[] | undefined {
  if (isTooShort("chna", body, HEAD_BYTES, context)) return undefined;
  const view = viewOf(body);
  const assignments: TrackAssignment[] = [];
  for (let at = HEAD_BYTES; at + ASSIGNMENT_BYTES <= body.length; at += ASSIGNMENT_BYTES) {
    const trackIndex = view.getUint16(at, context.littleEndian);
    if (trackIndex === 0) continue;
    const texts = readTextFields(body.subarray(at), TEXT_FIELDS, ENCODING);
    assignments.push({ trackIndex, uid: "", trackRef: "", packRef: "", ...texts });
  }
  const claimed = view.getUint16(2, context.littleEndian);
  if (claimed !== assignments.length) {
    warnOfCount("track assignments of the chna chunk", claimed, assignments.length, context);
  }
  return assignments;
}

/**
 * Writes a `chna` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for what has no room in its field, `wav/bad-text`
 */
export function writeChna(
  assignments: readonly TrackAssignment[],
  { littleEndian }: Pick<BodyLayout, "littleEndian">,
): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(HEAD_BYTES + assignments.length * ASSIGNMENT_BYTES);
  const view = viewOf(body);
  const tracks = new Set(assignments.map(({ trackIndex }) => trackIndex));
  view.setUint16(0, tracks.size, littleEndian);
  view.setUint16(2, integerField("the number of assignments", assignments.length, UINT16_MAX), littleEndian);
  assignments.forEach((assignment, index) => {
    const at = HEAD_BYTES + index * ASSIGNMENT_BYTES;
    const trackIndex = integerField("trackIndex", assignment.trackIndex, UINT16_MAX, 1);
    view.setUint16(at, trackIndex, littleEndian);
    writeTextFields(body.subarray(at), TEXT_FIELDS, assignment, ENCODING);
  });
  return body;
}
