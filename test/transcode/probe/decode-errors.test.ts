import { expect, test } from "vitest";
import { DecodeErrors } from "../../../src/transcode/probe/decode-errors.ts";
import { plainLogLine, readLogLine } from "../../../src/transcode/probe/log-line.ts";

const SUMMARY = "[error] Error while decoding stream #0:0: Invalid data found when processing input";

function after(...lines: readonly string[]): DecodeErrors {
  const errors = new DecodeErrors();
  for (const line of lines) errors.add(line);
  return errors;
}

test("a log without errors gives no warning", () => {
  const log = ["[wav @ 0x15eea40] [warning] Estimating duration from bitrate", "Aborted()", "", "size= 1kB"];
  expect(after(...log)).toMatchObject({ count: 0, warning: undefined });
});

test("an error is told without its address, and what ffmpeg adds to it is not another", () => {
  expect(
    after("[aac @ 0x15efb40] [error] Number of bands (58) exceeds limit (44).", SUMMARY).warning,
  ).toEqual({
    code: "media/decode-errors",
    message: "1 error while decoding: aac: Number of bands (58) exceeds limit (44).",
  });
});

test("errors are counted, those too that the log left out for being alike", () => {
  const mismatch = "[ogg @ 0x15eea40] [error] CRC mismatch!";
  const errors = after(mismatch, mismatch, "    Last message repeated 5 times", SUMMARY);
  expect(errors.warning?.message).toBe("7 errors while decoding, the first: ogg: CRC mismatch!");
});

test("where ffmpeg alone says something, that counts", () => {
  expect(after(SUMMARY, SUMMARY).warning?.message).toBe(
    "2 errors while decoding, the first: Error while decoding stream #0:0: Invalid data found when processing input",
  );
});

test("what errors lead to in the output is none of the input", () => {
  const line = "Application provided invalid, non monotonically increasing dts to muxer in stream 0: 9 >= 8";
  expect(after(`[s16le @ 0x15f7b10] [error] ${line}`).count).toBe(0);
});

test("a line is taken apart, however many parts speak for each other", () => {
  expect(readLogLine("[auto_aresample_0 @ 0x55c9] [SWR @ 0x55c9] [error] Rematrix is needed\r")).toEqual({
    part: "SWR",
    level: "error",
    text: "Rematrix is needed",
  });
  expect(plainLogLine(readLogLine("[fatal] Empty output"))).toBe("Empty output");
  expect(readLogLine("[0] plain [error] text")).toEqual({ text: "[0] plain [error] text" });
});
