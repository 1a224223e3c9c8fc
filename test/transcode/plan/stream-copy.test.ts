import { expect, test } from "vitest";
import { copiesPackets, whyEncoded } from "../../../src/transcode/plan/stream-copy.ts";
import type { TranscodeOptions } from "../../../src/transcode/transcode-options.ts";
import { mediaFacts } from "../../helpers/media-runs.ts";

const MP3 = mediaFacts(60, { codec: "mp3" });

test.each<[TranscodeOptions, boolean]>([
  [{ format: "mp3" }, true],
  [{ format: "mka" }, false],
  [{ format: "mp3", copy: "never" }, false],
  [{ format: "m4a" }, false],
  [{ format: "wav" }, false],
  [{ format: "mp3", bitrate: 64_000 }, false],
  [{ format: "mp3", quality: 1 }, false],
  [{ format: "mp3", sampleRate: 44_100, channels: 2 }, true],
  [{ format: "mp3", channels: 1 }, false],
  [{ format: "mp3", from: 0, to: 60 }, true],
  [{ format: "mp3", from: 1 }, false],
  [{ format: "mp3", to: 59 }, false],
  [{ format: "mp3", from: 1, copy: "always" }, true],
  [{ format: "mp3", tags: { title: "x" }, chapters: [], cover: null }, true],
])("whether packets of an mp3 are copied for %j is %j", (options, expected) => {
  expect(copiesPackets(MP3, options)).toBe(expected);
});

test("Vorbis in Ogg that may lie in one page is encoded anew, for ffmpeg mistakes the length of its last packet", () => {
  const isCopied = (duration: number, container: string) =>
    copiesPackets({ ...mediaFacts(duration, { codec: "vorbis" }), container }, { format: "ogg" });
  expect(isCopied(5.9, "ogg")).toBe(false);
  expect(isCopied(6, "ogg")).toBe(true);
  expect(isCopied(5.9, "mkv")).toBe(true);
});

test("what cannot be copied is said where it must be", () => {
  const copy = () => copiesPackets(MP3, { format: "m4a", copy: "always" });
  expect(copy).toThrow(
    expect.objectContaining({
      code: "media/cannot-copy",
      message: "packets cannot be copied: the input is mp3, m4a wants aac",
    }),
  );
  expect(whyEncoded(MP3, { format: "wav" })).toBe("wav is not compressed");
  expect(whyEncoded(MP3, { format: "mp3", sampleRate: 8000 })).toBe(
    "the input has 44100 Hz, 8000 are asked for",
  );
  expect(whyEncoded(MP3, { format: "mp3" })).toBeUndefined();
});
