import { expect, test } from "vitest";
import { polarity } from "../../../src/dsp/level/polarity.ts";
import { whiteNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { sameBits } from "../../helpers/sound-difference.ts";

const planes = [
  whiteNoise(10, 1),
  whiteNoise(10, 2),
  Float32Array.of(0, -0, 1, -1, NaN, Infinity, 0, 0, 0, 0),
];
const negative = (plane: Float32Array) => plane.map((sample) => -sample);

test("all channels are inverted, or those that are named", () => {
  expect(sameBits(processed(polarity({ channels: 3 }), planes, [3]), planes.map(negative))).toBe(true);
  const [a, b, c] = processed(polarity({ channels: 3, inverted: [2, 0, 2] }), planes);
  expect(sameBits([a!, b!, c!], [negative(planes[0]!), planes[1]!, negative(planes[2]!)])).toBe(true);
  expect(sameBits(processed(polarity({ channels: 3, inverted: [] }), planes), planes)).toBe(true);
});

test("inverted twice is as before", () => {
  const once = processed(polarity({ channels: 3 }), planes);
  expect(sameBits(processed(polarity({ channels: 3 }), once), planes)).toBe(true);
});

test("a channel that is not there is refused", () => {
  expect(() => polarity({ channels: 2, inverted: [2] })).toThrow(
    "options.inverted, when provided, must be channels from 0 to 1, got 2",
  );
  expect(() => polarity({ channels: 2, inverted: [0.5] })).toThrow("options.inverted");
});
