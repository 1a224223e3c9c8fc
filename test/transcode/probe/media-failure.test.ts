import { expect, test } from "vitest";
import { type FailedRun, mediaFailure } from "../../../src/transcode/probe/media-failure.ts";

function codeOf(log: readonly string[], run: Partial<FailedRun> = {}): string {
  return mediaFailure({ log, exitCode: 1, size: 1000, ...run }).code;
}

const LOW_SCORE =
  "[mp3 @ 0x15eea40] [warning] Format mp3 detected only with low score of 1, misdetection possible!";
const NO_INDEX = [
  "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x15eea40] [error] moov atom not found",
  "[error] /w/in.m4a: Invalid data found when processing input",
  "Aborted()",
];
const PARTIAL = [
  "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55e28a43b880] [error] stream 0, offset 0x2c: partial file",
  "[error] pipe:0: Invalid data found when processing input",
];

// What FFmpeg 5.1.4 logs in WebAssembly.
test.each([
  ["media/not-media", ["[error] /w/in.bin: Invalid data found when processing input", "Aborted()"]],
  [
    "media/not-media",
    [
      LOW_SCORE,
      "[mp3 @ 0x15eea40] [error] Failed to read frame size: Could not seek to 8415.",
      "[error] /w/in.mp3: Invalid argument",
    ],
  ],
  [
    "media/not-media",
    [
      "[mp3 @ 0x15f1230] [warning] Could not find codec parameters for stream 0 (Audio: mp3 (mp3float), 0 channels, fltp): unspecified frame size",
      "Consider increasing the value for the 'analyzeduration' (0) and 'probesize' (5000000) options",
      "[error] Error configuring filter graph",
    ],
  ],
  [
    "media/no-audio",
    [
      "[fatal] Stream map '0:a:0' matches no streams.",
      "To ignore this, add a trailing '?' to the map.",
      "Aborted()",
    ],
  ],
  ["media/no-audio", ["[error] Output file #0 does not contain any stream"]],
  ["media/truncated", NO_INDEX],
  ["media/truncated", PARTIAL],
  ["media/truncated", ["[error] /w/in.flac: I/O error", "Aborted()"]],
  ["media/truncated", ["[error] /w/in.ogg: End of file", "Aborted()"]],
  [
    "media/truncated",
    [
      "[wav @ 0x15eea40] [error] no 'data' tag found",
      "[error] /w/in.wav: Invalid data found when processing input",
    ],
  ],
  [
    "media/unsupported-encoding",
    ["[error] Decoder (codec codec2) not found for input stream #0:0", "Aborted()"],
  ],
  ["media/unsupported-encoding", ["[warning] Unsupported codec with id 0 for input stream 0"]],
  ["media/corrupt", ["[aac @ 0x15efb40] [error] Number of bands (58) exceeds limit (44)."]],
  ["media/corrupt", ["[fatal] /w/in.wav: corrupt input packet in stream 0"]],
  ["media/failed", ["[error] Something that nobody has seen"]],
  ["media/failed", []],
])("%s is what %j means", (code, log) => {
  expect(codeOf(log)).toBe(code);
});

test("an empty file is empty, whatever the log says", () => {
  expect(codeOf(NO_INDEX, { size: 0 })).toBe("media/empty");
  expect(mediaFailure({ log: NO_INDEX, exitCode: 1, size: 0, name: "a.m4a" }).message).toBe(
    "a.m4a: the file is empty",
  );
});

test("an index at the end of what only flows needs seeking", () => {
  expect(codeOf(PARTIAL, { seekable: false })).toBe("media/needs-seeking");
  expect(codeOf(NO_INDEX, { seekable: false })).toBe("media/needs-seeking");
  expect(codeOf(["[error] /w/in.ogg: End of file"], { seekable: false })).toBe("media/truncated");
});

test("the error says what ffmpeg said last, without addresses, and keeps the last lines", () => {
  const log = [...Array.from({ length: 20 }, (_, i) => `[warning] line ${i}`), ...NO_INDEX];
  const error = mediaFailure({ log, exitCode: 1, name: "talk.m4a" });
  expect(error.message).toBe(
    "talk.m4a: the file ends before what is needed to read it" +
      " (ffmpeg: in.m4a: Invalid data found when processing input)",
  );
  expect(error.details["exitCode"]).toBe(1);
  expect(error.details["log"]).toEqual([
    ...Array.from({ length: 6 }, (_, i) => `line ${i + 14}`),
    "mov,mp4,m4a,3gp,3g2,mj2: moov atom not found",
    "/w/in.m4a: Invalid data found when processing input",
  ]);
});

test("a failure without a word says the code that ffmpeg returned", () => {
  expect(mediaFailure({ log: ["Aborted()"], exitCode: 69 }).message).toBe("ffmpeg failed with code 69");
});
