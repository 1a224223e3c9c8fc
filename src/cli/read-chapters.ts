import { basename } from "node:path";
import { parseTime } from "../audio/time.ts";
import { parseSegmentList, type Segment } from "../jobs/index.ts";
import { LongwaveError } from "../stream/error.ts";
import type { Chapter } from "../transcode/media.ts";
import { readText } from "./read-text.ts";

/** A chapter whose end may be where the next one begins. */
interface OpenChapter {
  readonly start: number;
  readonly end?: number;
  readonly title: string;
}

/**
 * Reads the chapters that `--chapters` names: FFMETADATA, lines of a time and a title, or a list of segments
 * (Audacity labels, CSV, JSON, SRT, WebVTT). A chapter without an end goes up to the next one. `[]` for
 * `"none"`.
 *
 * @param durationOf seconds, asked where the last chapter has no end
 * @throws LongwaveError `file/…`, `cli/bad-chapters`, `segments/…`
 */
export async function readChapters(
  path: string,
  durationOf: () => Promise<number>,
  signal: AbortSignal | undefined,
): Promise<Chapter[]> {
  if (path === "none") return [];
  const read = await readText({ file: path, what: "the chapters", shownAs: path }, signal);
  const chapters = parseChapters(read.replace(/^\ufeff/, ""), path);
  const sorted = [...chapters].sort((one, other) => one.start - other.start);
  const closed: Chapter[] = [];
  for (const [index, { start, end, title }] of sorted.entries()) {
    const until = end ?? sorted[index + 1]?.start ?? Math.max(start, await durationOf());
    closed.push({ start, end: until, title });
  }
  return closed;
}

/** @throws LongwaveError `cli/bad-chapters`, `segments/…` */
export function parseChapters(text: string, path: string): OpenChapter[] {
  if (text.startsWith(";FFMETADATA")) return fromFfMetadata(text, path);
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "" && !line.startsWith("#"));
  const [first] = lines;
  if (first === undefined)
    throw badChapters(path, "expected chapters, got none; --chapters none removes those there are");
  if (titledLine(first.line)) {
    return lines.map(({ line, number }) => {
      const chapter = titledLine(line);
      if (chapter) return chapter;
      throw badChapters(
        path,
        `line ${number}: expected a time and a title, as in the lines before, got "${line.trim()}"`,
      );
    });
  }
  return parseSegmentList(text, { name: basename(path) }).map((segment, index) =>
    fromSegment(segment, index, path),
  );
}

/** Two times in a row are a label's of Audacity, not a chapter's whose title is a number. */
const TITLED = /^\s*(\d[\d:.,]*)\s+(?!\d+[.,]\d+(?:\s|$))(?:[-\u2013\u2014]\s+)?(.*\S)\s*$/;

function titledLine(line: string): OpenChapter | undefined {
  const [, time = "", title = ""] = TITLED.exec(line) ?? [];
  const start = parseTime(time);
  return Number.isNaN(start) ? undefined : { start, title };
}

function fromSegment(segment: Segment, index: number, path: string): OpenChapter {
  const start = Number(segment.start ?? segment.start_time ?? Number.NaN);
  const end = Number(segment.end ?? segment.end_time ?? Number.NaN);
  if (!(start >= 0)) throw badChapters(path, `chapter ${index + 1} has no time at which it begins`);
  // JSON may have other fields than those of segments.
  const named: Segment & { readonly title?: unknown } = segment;
  const title = String(named.text ?? named.title ?? named.speaker ?? named.classification ?? "");
  // A point has no length; it goes up to the next one.
  return { start, title, ...(end > start && { end }) };
}

/**
 * As FFmpeg writes it ("Formats Documentation", section "Metadata"): sections of `name=value`, `\` before what
 * has a meaning.
 */
function fromFfMetadata(text: string, path: string): OpenChapter[] {
  const joined = text.replace(/\\(\r\n|\n|\r)/g, "\\n");
  const sections = joined.split(/^\[([^\]]*)\]\s*$/m);
  const chapters: OpenChapter[] = [];
  for (let index = 1; index < sections.length; index += 2) {
    if (sections[index]?.toUpperCase() !== "CHAPTER") continue;
    chapters.push(ffChapter(sections[index + 1] ?? "", chapters.length + 1, path));
  }
  return chapters;
}

function ffChapter(section: string, number: number, path: string): OpenChapter {
  const fields = new Map(
    section.split(/\r\n|\r|\n/).flatMap((line) => {
      const [, name = "", value = ""] = /^((?:\\.|[^=\\])*)=(.*)$/.exec(line) ?? [];
      return name === "" ? [] : [[name.trim().toLowerCase(), value.replace(/\\(.)/g, "$1")] as const];
    }),
  );
  const [, over = "1", under = "1000000000"] = /^(\d+)\/(\d+)$/.exec(fields.get("timebase") ?? "") ?? [];
  const seconds = (name: string) =>
    fields.has(name) ? (Number(fields.get(name)) * Number(over)) / Number(under) : Number.NaN;
  const start = seconds("start");
  const end = seconds("end");
  if (!(start >= 0)) throw badChapters(path, `chapter ${number} has no START`);
  return { start, title: fields.get("title") ?? "", ...(end > start && { end }) };
}

function badChapters(path: string, what: string): LongwaveError {
  return new LongwaveError("cli/bad-chapters", `${path}: ${what}`);
}
