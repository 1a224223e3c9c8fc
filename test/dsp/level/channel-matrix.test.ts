import { describe, expect, test } from "vitest";
import { CHANNEL_RULES, channelMatrix } from "../../../src/dsp/level/channel-matrix.ts";
import { remixPlanes } from "../../../src/dsp/level/remix.ts";
import { newPlanes } from "../../../src/dsp/planes.ts";
import { LongwaveError } from "../../../src/stream/error.ts";

const LAYOUTS = [1, 2, 4, 6];
const WAYS = LAYOUTS.flatMap((from) => LAYOUTS.map((to): [number, number] => [from, to]));
const H = Math.SQRT1_2;

describe("the rule speakers", () => {
  test("mixes down as the Web Audio API's section on it says", () => {
    expect(channelMatrix(2, 1, "speakers")).toEqual([[0.5, 0.5]]);
    expect(channelMatrix(4, 1, "speakers")).toEqual([[0.25, 0.25, 0.25, 0.25]]);
    expect(channelMatrix(6, 1, "speakers")).toEqual([[H, H, 1, 0, 0.5, 0.5]]);
    expect(channelMatrix(6, 2, "speakers")).toEqual([
      [1, 0, H, 0, H, 0],
      [0, 1, H, 0, 0, H],
    ]);
  });

  test("loses nothing on the way up and down again, but where mono becomes the center of 5.1", () => {
    for (const [from, to] of WAYS.filter(([from, to]) => from < to)) {
      const up = channelMatrix(from, to, "speakers");
      const input = Array.from({ length: from }, (_, channel) => Float32Array.of(channel + 1));
      const [middle, back] = [newPlanes(to, 1), newPlanes(from, 1)];
      remixPlanes(up, input, middle);
      remixPlanes(channelMatrix(to, from, "speakers"), middle, back);
      const loss = to === 4 ? 0.5 : 1; // quad is mixed down at half the level for each pair
      expect(back.map(([sample]) => sample)).toEqual(input.map(([sample]) => sample! * loss));
    }
  });
});

describe("the rule itu", () => {
  test("mixes 3/2 down by the equations of the recommendation, without the LFE channel", () => {
    expect(channelMatrix(5, 1, "itu")).toEqual([[H, H, 1, 0.5, 0.5]]);
    expect(channelMatrix(5, 2, "itu")).toEqual([
      [1, 0, H, H, 0],
      [0, 1, H, 0, H],
    ]);
    expect(channelMatrix(5, 3, "itu")).toEqual([
      [1, 0, 0, H, 0],
      [0, 1, 0, 0, H],
      [0, 0, 1, 0, 0],
    ]);
    expect(channelMatrix(5, 4, "itu")).toEqual([
      [1, 0, H, 0, 0],
      [0, 1, H, 0, 0],
      [0, 0, 0, 1, 0],
      [0, 0, 0, 0, 1],
    ]);
    expect(channelMatrix(6, 2, "itu")).toEqual([
      [1, 0, H, 0, H, 0],
      [0, 1, H, 0, 0, H],
    ]);
    expect(channelMatrix(2, 1, "itu")).toEqual([[H, H]]);
    expect(channelMatrix(1, 2, "itu")).toEqual([[H], [H]]);
  });

  test("makes one pair of the side and back channels of 7.1, and goes on from there", () => {
    expect(channelMatrix(8, 6, "itu")).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 0, 0, 0],
      [0, 0, 1, 0, 0, 0, 0, 0],
      [0, 0, 0, 1, 0, 0, 0, 0],
      [0, 0, 0, 0, H, 0, H, 0],
      [0, 0, 0, 0, 0, H, 0, H],
    ]);
    expect(channelMatrix(8, 2, "itu")[0]).toEqual([1, 0, H, 0, 0.5, 0, 0.5, 0]);
    const most = channelMatrix(8, 1, "itu")[0]!.reduce((sum, gain) => sum + gain, 0);
    expect(20 * Math.log10(most)).toBeCloseTo(11.7, 1);
  });

  test("gives channels the same place in more, and the others silence", () => {
    expect(channelMatrix(2, 6, "itu")).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(channelMatrix(1, 6, "itu")).toEqual([[0], [0], [1], [0], [0], [0]]);
    const up = channelMatrix(6, 8, "itu");
    expect(up.map((row) => row.indexOf(1))).toEqual([0, 1, 2, 3, 4, 5, -1, -1]);
  });
});

test("the rule discrete keeps the first channels of any number", () => {
  expect(channelMatrix(3, 2, "discrete")).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(channelMatrix(1, 3, "discrete")).toEqual([[1], [0], [0]]);
});

test.each(CHANNEL_RULES)("by the rule %s, as many channels stay as they are", (rule) => {
  expect(channelMatrix(7, 7, rule).map((row) => row.indexOf(1))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(
    channelMatrix(7, 7, rule)
      .flat()
      .filter((gain) => gain === 0),
  ).toHaveLength(42);
});

test("numbers that a rule does not know are refused, with a way out", () => {
  const error = (() => {
    try {
      return channelMatrix(3, 2, "speakers");
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(LongwaveError);
  expect(error).toMatchObject({
    code: "audio/no-channel-rule",
    message:
      'the rule "speakers" knows 1, 2, 4 and 6 channels, got 3 to be mixed to 2: ' +
      'the rule "discrete" keeps the first channels of any number as they are',
    details: { from: 3, to: 2, rule: "speakers" },
  });
  expect(() => channelMatrix(7, 2, "itu")).toThrow('the rule "itu" knows 1 to 6 and 8 channels, got 7');
  expect(() => channelMatrix(0, 2, "itu")).toThrow("from, when provided, must be an integer of at least 1");
  expect(() => channelMatrix(1, 2, "dolby" as "itu")).toThrow("options.rule");
});
