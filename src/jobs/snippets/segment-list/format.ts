import { findCsvSeparator } from "./csv.ts";
import { filledLinesOf } from "./lines.ts";
import { listError } from "./list-error.ts";

/** The kinds of segment lists that can be read. Tab-separated tables are `"csv"`. */
export type SegmentListFormat = "json" | "csv" | "srt" | "vtt" | "rttm" | "audacity";

const ENDINGS: ReadonlyMap<string, SegmentListFormat> = new Map([
  ["json", "json"],
  ["jsonl", "json"],
  ["csv", "csv"],
  ["tsv", "csv"],
  ["srt", "srt"],
  ["vtt", "vtt"],
  ["rttm", "rttm"],
]);

/**
 * Tells what kind of list a text is: by the ending of its name where that settles it, otherwise (`.txt`, another
 * ending, no name) by what it looks like.
 *
 * @throws LongwaveError `segments/unknown-format` when it looks like none of them
 */
export function detectSegmentListFormat(text: string, name = "segment list"): SegmentListFormat {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const format = ENDINGS.get(ending) ?? formatByContent(text.replace(/^\ufeff?\s*/, ""));
  if (format !== undefined) return format;
  const [first] = filledLinesOf(text);
  const expected = "JSON, CSV with a header row, SRT, WebVTT, RTTM or Audacity labels";
  const place = { list: name, line: first?.number ?? 1 };
  throw listError("segments/unknown-format", place, expected, first?.text ?? "");
}

function formatByContent(text: string): SegmentListFormat | undefined {
  if (/^[{[]/.test(text)) return "json";
  if (/^WEBVTT\b/.test(text)) return "vtt";
  if (findCsvSeparator(text) !== undefined) return "csv";
  if (/^SPEAKER[ \t]+\S+[ \t]+\S+[ \t]+\d/m.test(text)) return "rttm";
  if (/\d[ \t]*-->[ \t]*\d/.test(text)) return "srt";
  if (/^-?[\d.,]+\t-?[\d.,]+(?:\t|\s*$)/m.test(text)) return "audacity";
  return undefined;
}
