import { describe, expect, it } from "vitest";
import { frameAt, parseTime } from "../../src/audio/time.ts";

describe("parseTime", () => {
  it.each([
    ["0", 0],
    ["12", 12],
    ["12.5", 12.5],
    ["12,5", 12.5],
    ["90", 90],
    ["1:02", 62],
    ["90:00", 5400],
    ["1:02:03.250", 3723.25],
    ["01:02:03,250", 3723.25],
    ["100:00:00", 360000],
    ["  1:02\t", 62],
  ])("reads %j as %d seconds", (text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });

  it.each([
    "",
    " ",
    "abc",
    "1:60",
    "1:60:00",
    "1:2:3:4",
    "-1",
    "1:-2",
    "1.5:00",
    "1:",
    ":5",
    "12s",
    "1.2.3",
    "Infinity",
    "1e3",
  ])("gives NaN for %j", (text) => {
    expect(parseTime(text)).toBeNaN();
  });
});

describe("frameAt", () => {
  it("takes the nearest frame, the later one of two that are equally near", () => {
    expect(frameAt(1.5, 48000)).toBe(72000);
    expect(frameAt(0.1, 44100)).toBe(4410);
    expect(frameAt(0.00001, 44100)).toBe(0);
    expect(frameAt(0.5, 3)).toBe(2);
  });

  it("stays exact beyond 32 bits", () => {
    expect(frameAt(86400 * 7, 192000)).toBe(116_121_600_000);
  });

  it("gives NaN for a time that is NaN", () => {
    expect(frameAt(Number.NaN, 48000)).toBeNaN();
  });
});
