import { expect, test } from "vitest";
import { changedShape } from "../../../src/transcode/plan/changed-shape.ts";

const codes = (...args: Parameters<typeof changedShape>) => changedShape(...args).map(({ code }) => code);
const CD = { sampleRate: 44_100, channels: 2 };

test("a rate that was asked for and that a format lacks is told, whether it becomes higher or lower", () => {
  expect(changedShape({ format: "opus", sampleRate: 44_100 }, CD)).toEqual([
    {
      code: "media/rate-changed",
      message: "opus has no sample rate of 44100 Hz: the result has 48000 Hz",
    },
  ]);
  expect(codes({ format: "mp3", sampleRate: 96_000 }, CD)).toEqual(["media/rate-changed"]);
  expect(codes({ format: "mp3", sampleRate: 8000 }, CD)).toEqual([]);
});

test("a rate that nobody asked for is told where something of the sound is lost", () => {
  expect(codes({ format: "opus" }, CD)).toEqual([]);
  expect(codes({ format: "mp3" }, { sampleRate: 96_000, channels: 2 })).toEqual(["media/rate-changed"]);
  expect(codes({ format: "flac" }, { sampleRate: 96_000, channels: 2 })).toEqual([]);
});

test("channels that a format has no room for are told, those that were asked for are not", () => {
  expect(changedShape({ format: "mp3" }, { sampleRate: 48_000, channels: 6 })).toEqual([
    { code: "media/channels-changed", message: "mp3 has room for 2 channels, got 6: they are mixed" },
  ]);
  expect(codes({ format: "mp3", channels: 1 }, { sampleRate: 48_000, channels: 6 })).toEqual([]);
  expect(codes({ format: "flac" }, { sampleRate: 48_000, channels: 6 })).toEqual([]);
});
