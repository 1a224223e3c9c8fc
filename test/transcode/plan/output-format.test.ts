import { expect, test } from "vitest";
import { FORMATS, formatOfName, OUTPUT_FORMATS } from "../../../src/transcode/plan/output-format.ts";

test.each([
  ["talk.mp3", "mp3"],
  ["/a.b/TALK.M4B", "m4b"],
  ["x.m4a", "m4a"],
  ["x.oga", "ogg"],
  ["x.ogg", "ogg"],
  ["x.wave", "wav"],
  ["x.mka", "mka"],
])("a file named %s is %s", (name, format) => {
  expect(formatOfName(name)).toBe(format);
});

test.each(["mp3", "a/mp3", "x.aac", "x.mkv", "x.", "", "a.mp3/b", "a.mp3\\b", "x.constructor"])(
  "a file named %j has no format",
  (name) => {
    expect(formatOfName(name)).toBeUndefined();
  },
);

test("every format is reached by its first ending, but for alac, which is an m4a by name", () => {
  const reached = OUTPUT_FORMATS.filter(
    (format) => formatOfName(`x.${FORMATS[format].endings[0]}`) === format,
  );
  expect(OUTPUT_FORMATS.filter((format) => !reached.includes(format))).toEqual(["alac"]);
});
