import { optionError } from "../../../stream/error.ts";
import type { Segment } from "../segment.ts";
import { parseAudacityLabels } from "./audacity.ts";
import { parseCsv } from "./csv.ts";
import { parseCues } from "./cues.ts";
import { detectSegmentListFormat, type SegmentListFormat } from "./format.ts";
import { parseJson } from "./json.ts";
import { parseRttm } from "./rttm.ts";

export { detectSegmentListFormat, type SegmentListFormat } from "./format.ts";

const PARSERS: ReadonlyMap<SegmentListFormat, (text: string, list: string) => Segment[]> = new Map([
  ["json", parseJson],
  ["csv", parseCsv],
  ["srt", (text: string, list: string) => parseCues(text, "srt", list)],
  ["vtt", (text: string, list: string) => parseCues(text, "vtt", list)],
  ["rttm", parseRttm],
  ["audacity", parseAudacityLabels],
]);

/**
 * Reads a list of who spoke when. Segments come back in the order of the list, with times in seconds; what the list
 * does not say is null or missing. Times are not judged here: a cell or an entry without a usable time still gives a
 * segment, so that one of them does not end the run. A byte order mark, CRLF and blank lines at the end are fine. An
 * empty list, and an empty text, give `[]`.
 *
 * @param options.format what kind of list it is; told from the name and the text when it is not given
 * @param options.name the list's name, for example its file name: its ending tells the format, and errors name it
 * @throws LongwaveError `segments/unknown-format` when the text looks like none of the formats
 * @throws LongwaveError `segments/bad-json` when it is no JSON, with the line and the column
 * @throws LongwaveError `segments/no-segments` when it is JSON without an array of segments
 * @throws LongwaveError `segments/no-header` when a table's first row does not name its columns
 * @throws LongwaveError `segments/bad-line` when a line is not what its format asks for
 * @throws LongwaveError `options/invalid` when `options.format` is not one of the formats
 */
export function parseSegmentList(
  text: string,
  options: { readonly format?: SegmentListFormat; readonly name?: string } = {},
): Segment[] {
  const content = text.replace(/^\ufeff/, "");
  if (content.trim() === "") return [];
  const format = options.format ?? detectSegmentListFormat(content, options.name);
  const parse = PARSERS.get(format);
  if (parse === undefined)
    throw optionError("options.format", `one of ${[...PARSERS.keys()].join(", ")}`, format);
  return parse(content, options.name ?? "segment list");
}
