import { expect, test } from "vitest";
import { seconds, time } from "../../src/cli/option-value.ts";

test.each([
  ["5", 5],
  ["5s", 5],
  ["5 s", 5],
  ["12,5S", 12.5],
  ["250ms", 0.25],
  ["0.5 ms", 0.0005],
  ["1:02:03.250", 3723.25],
])("%j is a time and a length of %d s", (text, expected) => {
  expect(time(text)).toBe(expected);
  expect(seconds(text)).toBe(expected);
});

test.each(["", "s", "-5s", "5m", "5 min", "1:02s", "5ss", "1e3s"])("%j is no time", (text) => {
  expect(() => time(text)).toThrow("Expected a time, such as 12.5, 250ms or 1:02:03.5.");
  expect(() => seconds(text)).toThrow("Expected seconds");
});
