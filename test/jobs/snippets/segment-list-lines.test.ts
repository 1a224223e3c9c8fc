import { describe, expect, it } from "vitest";
import { parseSegmentList } from "../../../src/jobs/snippets/segment-list/index.ts";
import { errorOf } from "./segment-list-error.ts";

const rttm = (text: string) => parseSegmentList(text, { format: "rttm", name: "talk.rttm" });
const audacity = (text: string) => parseSegmentList(text, { format: "audacity", name: "labels.txt" });

describe("RTTM", () => {
  it("reads what pyannote writes", () => {
    const text = `SPEAKER talk 1 6.690 0.500 <NA> <NA> SPEAKER_00 <NA> <NA>
SPEAKER talk 1 7.500 1.250 <NA> <NA> SPEAKER_01 <NA> <NA>
`;
    expect(rttm(text)).toEqual([
      { start: 6.69, end: 7.19, speaker: "SPEAKER_00" },
      { start: 7.5, end: 8.75, speaker: "SPEAKER_01" },
    ]);
  });

  it("reads lines of nine fields, and of columns that are padded", () => {
    expect(rttm("SPEAKER  talk  1    1.5   2.0  <NA>\t<NA>  ann  <NA>\n")).toEqual([
      { start: 1.5, end: 3.5, speaker: "ann" },
    ]);
  });

  it("passes over other types and comments", () => {
    const text = `;; reference
# by hand
SPKR-INFO talk 1 <NA> <NA> <NA> unknown juliet <NA> <NA>
LEXEME talk 1 1.5 0.2 hello lex juliet 0.9 <NA>
NON-LEX talk 1 1.7 0.2 <NA> laugh juliet <NA> <NA>
A/P talk 1 1.7 0.2 <NA> <NA> <NA> <NA> <NA>
SPEAKER talk 1 1.5 2 <NA> <NA> juliet <NA> <NA>
`;
    expect(rttm(text)).toEqual([{ start: 1.5, end: 3.5, speaker: "juliet" }]);
  });

  it("takes <NA> for no speaker", () => {
    expect(rttm("SPEAKER talk 1 1 2 <NA> <NA> <NA> <NA> <NA>\n")).toEqual([
      { start: 1, end: 3, speaker: null },
    ]);
  });

  it.each([
    "SPEAKER talk 1 1.5 2.0",
    "SPEAKER talk 1 <NA> 2.0 <NA> <NA> ann <NA> <NA>",
    "SPEAKER talk 1 1.5 long <NA> <NA> ann <NA> <NA>",
    "<html>",
  ])("refuses %j", (line) => {
    const error = errorOf(() => rttm(`;; reference\n${line}\n`));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe(
      "talk.rttm, line 2: expected SPEAKER <file> <channel> <start> <duration> <NA> <NA> <speaker>, got " +
        JSON.stringify(line),
    );
  });
});

describe("Audacity labels", () => {
  it("reads what Audacity exports, without the frequencies", () => {
    const text =
      "2.150000\t2.150000\tpoint label\n" +
      "3.400000\t6.100000\tregion label\n" +
      "\\\t1484.669312\t2969.338523\n" +
      "7.000000\t8.000000\t\n";
    expect(audacity(text)).toEqual([
      { start: 2.15, end: 2.15, text: "point label" },
      { start: 3.4, end: 6.1, text: "region label" },
      { start: 7, end: 8, text: null },
    ]);
  });

  it("keeps a label that starts before the recording, and one without a third column", () => {
    expect(audacity("-0.500000\t1.000000\n")).toEqual([{ start: -0.5, end: 1, text: null }]);
  });

  it.each(["1.0", "1.0\tlabel", "1.0 2.0 label", "start\tend\tlabel"])("refuses %j", (line) => {
    const error = errorOf(() => audacity(`0\t1\tfine\n${line}\n`));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe(
      `labels.txt, line 2: expected <start>TAB<end>TAB<label>, times in seconds, got ${JSON.stringify(line)}`,
    );
  });
});
