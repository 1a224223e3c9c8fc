import { expect, test } from "vitest";
import { LongwaveError } from "../../../src/stream/error.ts";
import { checkEncoding } from "../../../src/transcode/plan/check-encoding.ts";
import type { EncodingOptions } from "../../../src/transcode/transcode-options.ts";
import { PICTURE } from "../../helpers/cli-media.ts";

const picture = { mimeType: "image/png", bytes: new Uint8Array(PICTURE) } as const;

test.each<EncodingOptions>([
  { format: "mp3" },
  { format: "mp3", bitrate: 8000 },
  { format: "m4b", bitrate: 512_000, fast: true, sampleRate: 1, channels: 1 },
  { format: "flac", quality: 1 },
  { format: "ogg", quality: 0, tags: { "a tag": "" }, chapters: [{ start: 0, end: 0, title: "" }] },
  { format: "opus", cover: picture },
  { format: "opus", cover: null },
])("%j can be encoded", (options) => {
  expect(() => checkEncoding(options)).not.toThrow();
});

test.each<[Record<string, unknown>, string]>([
  [
    { format: "aac" },
    'options.format, when provided, must be "wav" or "mp3" or "m4a" or "m4b" or "flac" or "opus" or "ogg" or "alac" or "mka", got "aac"',
  ],
  [
    { format: "mp3", bitrate: 7999 },
    "options.bitrate, when provided, must be a number from 8000 to 512000, got 7999",
  ],
  [
    { format: "mp3", bitrate: Number.NaN },
    "options.bitrate, when provided, must be a number from 8000 to 512000, got NaN",
  ],
  [
    { format: "flac", bitrate: 64_000 },
    "options.bitrate, when provided, must be left out for flac, which is lossless, got 64000",
  ],
  [
    { format: "mp3", bitrate: 64_000, quality: 0.5 },
    "options.bitrate, when provided, must be left out beside options.quality 0.5, got 64000",
  ],
  [{ format: "mp3", quality: 1.1 }, "options.quality, when provided, must be a number from 0 to 1, got 1.1"],
  [
    { format: "alac", quality: 1 },
    "options.quality, when provided, must be left out for alac, which has but one, got 1",
  ],
  [
    { format: "mp3", sampleRate: 0 },
    "options.sampleRate, when provided, must be an integer of at least 1, got 0",
  ],
  [{ format: "mp3", channels: 3 }, "options.channels, when provided, must be 1 or 2, got 3"],
  [
    { format: "mp3", tags: { "a=b": "c" } },
    'a name in options.tags, when provided, must be one or more characters of ASCII without "=", got "a=b"',
  ],
  [
    { format: "mp3", tags: { a: "b\0" } },
    'options.tags.a, when provided, must be a text without the character 0, got "b\\u0000"',
  ],
  [
    { format: "mp3", chapters: [{ start: 2, end: 1, title: "" }] },
    "options.chapters[0].end, when provided, must be a number of at least 2, got 1",
  ],
  [
    { format: "mp3", chapters: [{ start: -1, end: 1, title: "" }] },
    "options.chapters[0].start, when provided, must be a number of at least 0, got -1",
  ],
  [
    { format: "mp3", cover: { mimeType: "image/gif", bytes: new Uint8Array(1) } },
    'options.cover.mimeType, when provided, must be "image/jpeg" or "image/png", got "image/gif"',
  ],
  [
    { format: "mp3", cover: { ...picture, bytes: new Uint8Array(0) } },
    "options.cover.bytes, when provided, must be the bytes of a picture, got ",
  ],
])("%j cannot: %s", (options, message) => {
  const check = () => checkEncoding(options as unknown as EncodingOptions);
  expect(check).toThrow(expect.objectContaining({ code: "options/invalid", message }));
  expect(check).toThrow(LongwaveError);
});

test("a cover that is cut off is refused, not blamed on the recording", () => {
  const cover = { ...picture, bytes: picture.bytes.slice(0, 40) };
  expect(() => checkEncoding({ format: "mp3", cover })).toThrow(
    expect.objectContaining({
      code: "options/invalid",
      message: expect.stringMatching(
        /^options\.cover\.bytes, .* a whole picture of the type image\/png, got /,
      ),
    }),
  );
});
