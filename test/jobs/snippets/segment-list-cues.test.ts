import { describe, expect, it } from "vitest";
import { parseSegmentList } from "../../../src/jobs/snippets/segment-list/index.ts";
import { errorOf } from "./segment-list-error.ts";

const srt = (text: string) => parseSegmentList(text, { format: "srt", name: "talk.srt" });
const vtt = (text: string) => parseSegmentList(text, { format: "vtt", name: "talk.vtt" });

describe("SRT", () => {
  it("reads what whisperX writes", () => {
    const text = `1
00:00:00,031 --> 00:00:02,480
[SPEAKER_00]: Good evening.

2
01:00:02,500 --> 01:00:04,000
[SPEAKER_01]: Welcome
to the show.

`;
    expect(srt(text)).toEqual([
      { start: 0.031, end: 2.48, speaker: "SPEAKER_00", text: "Good evening." },
      { start: 3602.5, end: 3604, speaker: "SPEAKER_01", text: "Welcome\nto the show." },
    ]);
  });

  it("does without counters, spaces around the arrow and hours of two digits", () => {
    expect(srt("0:00:01-->0:00:02\nHello\n")).toMatchObject([{ start: 1, end: 2, text: "Hello" }]);
  });

  it("passes over where on the screen the text goes", () => {
    expect(srt("00:00:01,000 --> 00:00:02,000  X1:10 X2:20 Y1:5 Y2:9\nHello\n")).toMatchObject([{ end: 2 }]);
  });

  it("removes tags, but no signs and no entities", () => {
    const text =
      '00:00:01,000 --> 00:00:02,000\n<i>One</i> <font color="#ff0000">&amp;</font> 1 < 2 > 0, a --> b\n';
    expect(srt(text)).toMatchObject([{ text: "One &amp; 1 < 2 > 0, a --> b" }]);
  });

  it("keeps a cue without text", () => {
    expect(srt("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:02,000 --> 00:00:03,000\nHi\n")).toEqual([
      { start: 1, end: 2, speaker: null, text: null },
      { start: 2, end: 3, speaker: null, text: "Hi" },
    ]);
  });

  it.each([
    ["SPEAKER_07: Hello", "SPEAKER_07", "Hello"],
    ["<b>[Ann Lee]:</b> Hello", "Ann Lee", "Hello"],
    ["[SPEAKER_00]:", "SPEAKER_00", null],
    ["Remember: be brief", null, "Remember: be brief"],
    ["[laughs] Hello", null, "[laughs] Hello"],
    ["SPEAKER: Hello", null, "SPEAKER: Hello"],
    ["Yes. [Ann]: no", null, "Yes. [Ann]: no"],
  ])("in %j, takes %j for the speaker", (line, speaker, text) => {
    expect(srt(`00:00:01,000 --> 00:00:02,000\n${line}\n`)).toEqual([{ start: 1, end: 2, speaker, text }]);
  });

  it.each([
    ["1\n00:00:01,000 --> later\nHello\n", 2, "00:00:01,000 --> later"],
    ["1\n00:00:61,000 --> 00:00:62,000\nHello\n", 2, "00:00:61,000 --> 00:00:62,000"],
    ["00:00:01,000 --> 00:00:02,000\nHello\n\nand more\nof it\n", 4, "and more"],
  ])("refuses %j in line %d", (text, line, actual) => {
    const error = errorOf(() => srt(text));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe(
      `talk.srt, line ${line}: expected hh:mm:ss,mmm --> hh:mm:ss,mmm, got ${JSON.stringify(actual)}`,
    );
  });

  it("refuses a cue that runs into the one above it", () => {
    const text = "1\n00:00:01,000 --> 00:00:02,000\nHello\n2\n00:00:02,000 --> 00:00:03,000\nBye\n";
    const error = errorOf(() => srt(text));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe(
      'talk.srt, line 5: expected a blank line before the next cue, got "00:00:02,000 --> 00:00:03,000"',
    );
  });
});

describe("WebVTT", () => {
  it("reads cues among headers, notes, styles and regions", () => {
    const text = `WEBVTT - a talk
Kind: captions
Language: en

STYLE
::cue { color: yellow }

REGION
id:bottom
lines:3

NOTE written by hand

NOTE
and in two lines

intro
00:01.000 --> 01:00:02.500 align:start position:10%
Hello
there
`;
    expect(vtt(text)).toEqual([{ start: 1, end: 3602.5, speaker: null, text: "Hello\nthere" }]);
  });

  it("reads what whisperX writes", () => {
    const text = "WEBVTT\n\n00:00.031 --> 00:02.480\n[SPEAKER_00]: Good evening.\n\n";
    expect(vtt(text)).toEqual([{ start: 0.031, end: 2.48, speaker: "SPEAKER_00", text: "Good evening." }]);
  });

  it.each([
    ["<v Ann Lee>Hello", "Ann Lee", "Hello"],
    ["<v.loud.first Ann>Hello</v>", "Ann", "Hello"],
    ["<v Ann &amp; Bob>Hello</v>", "Ann & Bob", "Hello"],
    ["<v Ann>[SPEAKER_00]: Hello</v>", "Ann", "[SPEAKER_00]: Hello"],
    ["- <v Ann>Hi</v>\n- <v Bob>Hi</v>", "Ann", "- Hi\n- Hi"],
    ["<video>Hello", null, "Hello"],
  ])("in %j, the voice is %j", (line, speaker, text) => {
    expect(vtt(`WEBVTT\n\n00:01.000 --> 00:02.000\n${line}\n`)).toEqual([
      { start: 1, end: 2, speaker, text },
    ]);
  });

  it("removes tags and the times between words, and decodes entities once", () => {
    const line = "<c.yellow>a&lt;b&gt;</c><00:01.500> &amp;lt; &lrm;c&rlm;&nbsp;<ruby>d<rt>e</rt></ruby>";
    expect(vtt(`WEBVTT\n\n00:01.000 --> 00:02.000\n${line}\n`)).toMatchObject([
      { text: "a<b> &lt; \u200ec\u200f\u00a0de" },
    ]);
  });

  it("reads a cue right below the header", () => {
    expect(vtt("WEBVTT\n00:01.000 --> 00:02.000\nHello\n")).toMatchObject([{ start: 1, text: "Hello" }]);
  });

  it.each(["WEBVTT", "WEBVTT\n\nNOTE nothing yet\n"])("gives no segments for %j", (text) => {
    expect(vtt(text)).toEqual([]);
  });

  it("refuses a block that is none of the format's", () => {
    const error = errorOf(() => vtt("WEBVTT\n\nHello\nthere\n"));
    expect(error.code).toBe("segments/bad-line");
    expect(error.message).toBe('talk.vtt, line 3: expected hh:mm:ss.mmm --> hh:mm:ss.mmm, got "Hello"');
  });

  it("refuses a header that runs into a cue", () => {
    const error = errorOf(() => vtt("WEBVTT\nKind: captions\n00:01.000 --> 00:02.000\nHello\n"));
    expect(error.message).toBe(
      'talk.vtt, line 3: expected a blank line before the next cue, got "00:01.000 --> 00:02.000"',
    );
  });
});
