import { describe, expect, it } from "vitest";
import {
  detectSegmentListFormat,
  parseSegmentList,
  type SegmentListFormat,
} from "../../../src/jobs/snippets/segment-list/index.ts";
import { LongwaveError } from "../../../src/stream/error.ts";
import { errorOf } from "./segment-list-error.ts";

const LISTS: Record<SegmentListFormat, string> = {
  json: '[{ "start": 1, "end": 2.5 }]\n',
  csv: "start,end\n1,2.5\n",
  srt: "1\n00:00:01,000 --> 00:00:02,500\nHello\n",
  vtt: "WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n",
  rttm: "SPEAKER talk 1 1.000 1.500 <NA> <NA> SPEAKER_00 <NA> <NA>\n",
  audacity: "1.000000\t2.500000\tHello\n",
};
const FORMATS = Object.entries(LISTS) as [SegmentListFormat, string][];

describe("every format", () => {
  it.each(FORMATS)("%s is known by its content", (format, text) => {
    expect(detectSegmentListFormat(text)).toBe(format);
    expect(detectSegmentListFormat(text, "list.txt")).toBe(format);
    expect(detectSegmentListFormat(`\ufeff\r\n${text}`)).toBe(format);
  });

  it.each(FORMATS)("%s gives times in seconds", (_, text) => {
    expect(parseSegmentList(text)).toMatchObject([{ start: 1, end: 2.5 }]);
  });

  it.each(FORMATS)("%s may have a byte order mark, CRLF and blank lines at the end", (format, text) => {
    const dressed = `\ufeff${text.replaceAll("\n", "\r\n")}\r\n \r\n`;
    expect(parseSegmentList(dressed)).toEqual(parseSegmentList(text));
    expect(parseSegmentList(dressed, { format })).toEqual(parseSegmentList(text));
  });

  it.each(FORMATS)("%s may be empty", (format) => {
    expect(parseSegmentList("", { format })).toEqual([]);
    expect(parseSegmentList("\ufeff\r\n\r\n", { format })).toEqual([]);
  });

  it("needs no format for an empty text", () => {
    expect(parseSegmentList("")).toEqual([]);
    expect(parseSegmentList("", { name: "talk.txt" })).toEqual([]);
  });
});

describe("detectSegmentListFormat", () => {
  it.each([
    ["talk.json", "json"],
    ["talk.jsonl", "json"],
    ["talk.csv", "csv"],
    ["talk.tsv", "csv"],
    ["/media/Talk.SRT", "srt"],
    ["talk.vtt", "vtt"],
    ["talk.rttm", "rttm"],
  ])("goes by the ending of %s, whatever the text is", (name, format) => {
    expect(detectSegmentListFormat("?", name)).toBe(format);
  });

  it("goes by the content for an ending that says nothing", () => {
    expect(detectSegmentListFormat(LISTS.audacity, "talk.aud")).toBe("audacity");
  });

  it("knows RTTM that begins with other types and comments", () => {
    const text = `;; reference\nSPKR-INFO talk 1 <NA> <NA> <NA> unknown juliet <NA>\n${LISTS.rttm}`;
    expect(detectSegmentListFormat(text)).toBe("rttm");
  });

  it("says what it knows and what it found when it knows nothing of the kind", () => {
    const error = errorOf(() => detectSegmentListFormat("\nDear diary,\n1 2 3\n", "diary.txt"));
    expect(error.code).toBe("segments/unknown-format");
    expect(error.message).toBe(
      "diary.txt, line 2: expected JSON, CSV with a header row, SRT, WebVTT, RTTM or Audacity labels, " +
        'got "Dear diary,"',
    );
    expect(error.details).toMatchObject({ list: "diary.txt", line: 2, actual: "Dear diary," });
  });
});

describe("parseSegmentList", () => {
  it("follows options.format against the name", () => {
    expect(parseSegmentList(LISTS.csv, { format: "csv", name: "talk.json" })).toMatchObject([{ start: 1 }]);
  });

  it("refuses a format that it does not have", () => {
    const error = errorOf(() => parseSegmentList("x", { format: "xml" as SegmentListFormat }));
    expect(error.code).toBe("options/invalid");
    expect(error.message).toBe(
      'options.format, when provided, must be one of json, csv, srt, vtt, rttm, audacity, got "xml"',
    );
  });

  it("shows no more of a long line than helps to find it", () => {
    const error = errorOf(() => parseSegmentList("x".repeat(1e6)));
    expect(error).toBeInstanceOf(LongwaveError);
    expect(error.message).toContain(`got "${"x".repeat(60)}…"`);
  });
});
