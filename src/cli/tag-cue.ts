import { frameAt, parseTime } from "../audio/time.ts";
import { LongwaveError } from "../stream/error.ts";
import { freeCueNumbers } from "../wav/metadata/cue-number.ts";
import type { CuePoint } from "../wav/metadata/cues.ts";
import { durationText } from "./quantity.ts";
import type { TagChange, Tagged } from "./tag-change.ts";
import { UsageError } from "./usage-error.ts";

/** A cue point or a region, as somebody typed it. */
export interface TypedCue {
  /** Seconds. */
  readonly from: number;
  /** Seconds; absent for a point. */
  readonly to?: number;
  /** Empty where there is none. */
  readonly label: string;
}

/** A time takes as much of a text as can belong to it; its label stands behind the next colon. */
const TIME = String.raw`\d+(?::\d{1,2}){0,2}(?:[.,]\d+)?`;
const CUE = new RegExp(`^\\s*(${TIME})\\s*(?::(.*))?$`, "s");
const REGION = new RegExp(`^\\s*(${TIME})\\s*-\\s*(${TIME})\\s*(?::(.*))?$`, "s");

/**
 * Reads a cue point: `"12.5"`, `"1:02:03.250:the label"`.
 *
 * @throws UsageError
 */
export function parseCue(text: string): TypedCue {
  const [, time = "", label = ""] = CUE.exec(text) ?? [];
  const from = parseTime(time);
  if (!Number.isNaN(from)) return { from, label };
  throw new UsageError(`--cue must be TIME or TIME:LABEL, such as 12.5:intro, got ${JSON.stringify(text)}`);
}

/**
 * Reads a region: `"12.5-15"`, `"1:02:03-1:02:10:the label"`.
 *
 * @throws UsageError
 */
export function parseRegion(text: string): TypedCue {
  const [, start = "", end = "", label = ""] = REGION.exec(text) ?? [];
  const from = parseTime(start);
  const to = parseTime(end);
  if (to > from) return { from, to, label };
  throw new UsageError(
    `--region must be FROM-TO or FROM-TO:LABEL, with TO behind FROM, such as 12.5-15:intro, got ${JSON.stringify(text)}`,
  );
}

/** Adds points to those that there are, with numbers of their own, and puts all in the order of their times. */
export function addCues(typed: readonly TypedCue[]): TagChange {
  return (metadata, recording) => {
    const { cues = { points: [] } } = metadata;
    const nextNumber = freeCueNumbers(cues.points, cues.others ?? [], recording.littleEndian);
    const added = typed.map((cue) => cuePoint(nextNumber(), cue, recording));
    const points = [...cues.points, ...added].sort((one, other) => one.frame - other.frame);
    return { ...metadata, cues: { ...cues, points } };
  };
}

/** @throws LongwaveError `cut/past-end` */
function cuePoint(id: number, { from, to, label }: TypedCue, { sampleRate, frames, name }: Tagged): CuePoint {
  const frame = frameAt(from, sampleRate);
  const last = to === undefined ? frame : frameAt(to, sampleRate);
  if (last > frames) {
    const what = to === undefined ? "the cue point would lie" : "the region would end";
    const end = durationText(frames / sampleRate);
    throw new LongwaveError(
      "cut/past-end",
      `${what} at ${durationText(to ?? from)}; ${name} ends at ${end}`,
      { actual: last, expected: frames },
    );
  }
  return {
    id,
    frame,
    ...(label !== "" && { label }),
    ...(to !== undefined && { region: { frames: last - frame, purpose: "rgn " } }),
  };
}
