import { describe, expect, it } from "vitest";
import { parseSegmentList } from "../../../src/jobs/snippets/segment-list/index.ts";
import { errorOf } from "./segment-list-error.ts";

const parse = (text: string) => parseSegmentList(text, { format: "json", name: "talk.json" });

describe("JSON", () => {
  it("reads what Whisper writes", () => {
    const text = `{"text": " Good evening. Welcome.", "segments": [{"id": 0, "seek": 0, "start": 0.0, "end": 2.48,
      "text": " Good evening.", "tokens": [50364, 2205, 5634, 13], "temperature": 0.0, "avg_logprob": -0.21,
      "compression_ratio": 0.9, "no_speech_prob": 0.02}], "language": "en"}`;
    expect(parse(text)).toMatchObject([{ id: 0, start: 0, end: 2.48, text: " Good evening." }]);
  });

  it("reads what whisperX writes, and leaves in it what it does not know", () => {
    const words = [{ word: "Hi", start: 0.5, end: 0.7, score: 0.81, speaker: "SPEAKER_01" }];
    const segment = { start: 0.5, end: 1.25, text: " Hi there.", words, speaker: "SPEAKER_01" };
    const text = JSON.stringify({ segments: [segment], word_segments: words, language: "en" });
    expect(parse(text)).toEqual([segment]);
  });

  it("reads a bare array, under either name of the times", () => {
    const segments = [{ start_time: 1, end_time: 2, speaker: null, classification: "question" }];
    expect(parse(JSON.stringify(segments, null, 2))).toEqual(segments);
  });

  it("keeps times that are no numbers, for whoever uses the segment to refuse", () => {
    expect(parse('[{"start": "1.5", "end": null}, {}]')).toEqual([{ start: "1.5", end: null }, {}]);
  });

  it("puts an empty segment where an entry is no object, so that indices stay", () => {
    expect(parse('[null, 3, "a", [1, 2], {"start": 1, "end": 2}]')).toEqual([
      {},
      {},
      {},
      {},
      { start: 1, end: 2 },
    ]);
  });

  it("reads JSON Lines", () => {
    const text = '{"start": 0, "end": 1}\n\n{"start": 1, "end": 2, "text": "}\\n{"}\n';
    expect(parse(text)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 2, text: "}\n{" },
    ]);
  });

  it("reads JSON Lines of a single line", () => {
    expect(parse('{"start": 0, "end": 1}\n')).toEqual([{ start: 0, end: 1 }]);
    expect(parse('{"start_time": 0, "end_time": 1}')).toEqual([{ start_time: 0, end_time: 1 }]);
  });

  it.each(["[]", '{"segments": []}'])("gives no segments for %s", (text) => {
    expect(parse(text)).toEqual([]);
  });

  it.each(["{}", "3", "null", '{"segments": {}}', '{"transcription": []}'])("refuses %s", (text) => {
    const error = errorOf(() => parse(text));
    expect(error.code).toBe("segments/no-segments");
    expect(error.message).toBe(
      `talk.json, line 1: expected an array, or an object with an array "segments", got ${JSON.stringify(text)}`,
    );
  });

  it("says at which line and column JSON ends to be JSON", () => {
    const error = errorOf(() => parse('[\n  {"start": 1, "end": 2}\n  {"start": 2}\n]'));
    expect(error.code).toBe("segments/bad-json");
    expect(error.message).toBe('talk.json, line 3, column 3: expected "," or "]", got "{"');
    expect(error.details).toMatchObject({ list: "talk.json", line: 3, column: 3 });
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  it("counts the lines of JSON Lines through", () => {
    const error = errorOf(() => parse('{"start": 0}\r\n\r\n{"start": 1}\r\n{"start" 2}\r\n'));
    expect(error.message).toBe('talk.json, line 4, column 10: expected ":", got "2"');
  });

  it.each([
    ['[{"start": 1,}]', 14, 'a name in quotes, got "}"'],
    ["[1,]", 4, 'a value, got "]"'],
    ['[{"score": NaN}]', 12, 'a value, got "NaN"'],
    ["[{start: 1}]", 3, 'a name in quotes or "}", got "start"'],
    ["[01]", 2, 'a value or "]", got "01"'],
    ['["a', 2, 'a value or "]", got "\\""'],
    ['["\\x"]', 2, 'a value or "]", got "\\"\\\\x\\""'],
    ['[{"a": 1]', 9, '"," or "}", got "]"'],
    ["[1}", 3, '"," or "]", got "}"'],
    ["[] []", 4, 'nothing more, got "["'],
    ["[1,\u00a02]", 4, 'a value, got "\u00a02"'],
    ['[{"start": 1', 13, '"," or "}", got "the end of the text"'],
  ])("places the fault of %j in column %d", (text, column, rest) => {
    const error = errorOf(() => parse(text));
    expect(error.code).toBe("segments/bad-json");
    expect(error.message).toBe(`talk.json, line 1, column ${column}: expected ${rest}`);
  });
});
