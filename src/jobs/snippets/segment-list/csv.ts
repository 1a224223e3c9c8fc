import type { Segment } from "../segment.ts";
import { csvRows } from "./csv-rows.ts";
import { filledLinesOf } from "./lines.ts";
import { listError } from "./list-error.ts";
import { parseSeconds } from "./seconds.ts";

const SEPARATORS = [",", ";", "\t"] as const;

/** The first row that is not blank; a name in quotes may go over several lines. */
const HEADER = /(?=\S)(?:"[^"]*"|[^"\r\n]+)+/;

/**
 * The separator under which the first row names the columns of a segment list, or undefined when there is none: then
 * the text is no such table.
 */
export function findCsvSeparator(text: string): "," | ";" | "\t" | undefined {
  const header = HEADER.exec(text)?.[0] ?? "";
  return SEPARATORS.find((separator) => {
    const names = header.replaceAll('"', "").split(separator).map(columnName);
    const has = (...wanted: string[]) => wanted.some((name) => names.includes(name));
    return has("start", "start_time") && has("end", "end_time", "duration");
  });
}

/**
 * Reads a table with a header row (RFC 4180; comma, semicolon or tab). Columns, in any order and case: `start` or
 * `start_time`, `end` or `end_time` or `duration`, `speaker`, `text` or `title`, `classification`; others are ignored. Times are
 * seconds or `h:mm:ss.mmm`; a cell that holds neither becomes NaN, so that one bad row does not end the run.
 *
 * Times are never milliseconds: the `.tsv` of Whisper and the `.csv` of whisper.cpp count in those, and nothing in them
 * says so. Their SRT and WebVTT are the ones to use.
 */
export function parseCsv(text: string, list: string): Segment[] {
  const separator = findCsvSeparator(text);
  if (separator === undefined) {
    const [first] = filledLinesOf(text);
    const expected = 'a header row with "start" and "end" (or "duration")';
    throw listError("segments/no-header", { list, line: first?.number ?? 1 }, expected, first?.text ?? "");
  }
  const [header, ...rows] = csvRows(text, separator, list);
  const columns = header?.cells.map(columnName) ?? [];
  return rows.map(({ line, cells }) => {
    if (cells.length > columns.length) {
      const expected = `at most ${columns.length} cells, as in the header`;
      throw listError("segments/bad-line", { list, line }, expected, cells.join(separator));
    }
    return segmentOf(new Map(columns.map((name, index) => [name, cells[index] ?? ""])));
  });
}

function segmentOf(row: ReadonlyMap<string, string>): Segment {
  const start = parseSeconds(row.get("start") || row.get("start_time") || "");
  const end = row.get("end") || row.get("end_time");
  return {
    start,
    end: end ? parseSeconds(end) : start + parseSeconds(row.get("duration") ?? ""),
    speaker: row.get("speaker") || null,
    text: row.get("text") || row.get("title") || null,
    classification: row.get("classification") || null,
  };
}

function columnName(cell: string): string {
  return cell.trim().toLowerCase();
}
