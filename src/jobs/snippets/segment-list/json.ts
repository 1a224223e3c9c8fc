import type { Segment } from "../segment.ts";
import { findJsonFault } from "./json-fault.ts";
import { filledLinesOf, type Line, linesOf } from "./lines.ts";
import { listError } from "./list-error.ts";

/**
 * Reads an array of segments, an object that holds one under `segments` (Whisper, whisperX), or JSON Lines: one
 * segment's object a line.
 *
 * Entries come back as they are, with whatever else they hold (`words`, `tokens`) and with times of any type: whoever
 * uses a segment checks it, and can then name its index. An entry that is no object cannot be a `Segment` in any way; an
 * empty one takes its place, so that it is missed by the same check and the indices of the others stay.
 */
export function parseJson(text: string, list: string): Segment[] {
  const lines = filledLinesOf(text);
  if (isJsonLines(lines)) return lines.map((line) => segmentOf(parse(line.text, line.number, list)));
  const value = parse(text, 1, list);
  if (Array.isArray(value)) return value.map(segmentOf);
  const holder = segmentOf(value);
  if ("segments" in holder && Array.isArray(holder.segments)) return holder.segments.map(segmentOf);
  // The only line of JSON Lines.
  if ("start" in holder || "start_time" in holder) return [holder];
  throw listError(
    "segments/no-segments",
    { list, line: 1 },
    'an array, or an object with an array "segments"',
    text,
  );
}

/** After an object at the end of a line, a line that begins with another one is never part of the same JSON. */
function isJsonLines([first, second]: readonly Line[]): boolean {
  return /^\s*\{.*\}\s*$/.test(first?.text ?? "") && /^\s*\{/.test(second?.text ?? "");
}

function segmentOf(entry: unknown): Segment {
  return typeof entry === "object" && entry !== null && !Array.isArray(entry) ? entry : {};
}

function parse(text: string, firstLine: number, list: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { offset, expected, actual } = findJsonFault(text);
    const before = linesOf(text.slice(0, offset));
    const line = firstLine + before.length - 1;
    const column = (before.at(-1)?.text.length ?? 0) + 1;
    throw listError("segments/bad-json", { list, line, column }, expected, actual, cause);
  }
}
