import { expect, test } from "vitest";
import { channelWeights } from "../../../src/dsp/metering/channel-weight.ts";

const S = 1.41;

test.each([
  ["mono", 1, [1]],
  ["stereo", 2, [1, 1]],
  ["3.0", 3, [1, 1, 1]],
  ["quad", 4, [1, 1, S, S]],
  ["5.0", 5, [1, 1, 1, S, S]],
  ["5.1", 6, [1, 1, 1, 0, S, S]],
  ["6.1", 7, [1, 1, 1, 0, 1, S, S]],
  ["7.1", 8, [1, 1, 1, 0, 1, 1, S, S]],
  ["nine channels of no layout", 9, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
])("without a mask, the weights are those of %s", (_, channels, weights) => {
  expect(channelWeights(channels, 0)).toEqual(weights);
});

test.each([
  ["2.1", 0xb, [1, 1, 0]],
  ["5.1 with side channels", 0x60f, [1, 1, 1, 0, S, S]],
  ["4.0 with a back center", 0x107, [1, 1, 1, 1]],
  ["5.1.4", 0x2d03f, [1, 1, 1, 0, S, S, 1, 1, 1, 1]],
])("a mask of %s says what is surround and what is for low frequencies", (_, mask, weights) => {
  expect(channelWeights(weights.length, mask)).toEqual(weights);
});

test("channels that a mask does not place weigh 1, and places without a channel do not matter", () => {
  expect(channelWeights(4, 0x8)).toEqual([0, 1, 1, 1]);
  expect(channelWeights(1, 0x3f)).toEqual([1]);
});
