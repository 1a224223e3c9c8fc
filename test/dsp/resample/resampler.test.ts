import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ResampleQuality } from "../../../src/dsp/resample/resample-quality.ts";
import { resampledFrames, resampler } from "../../../src/dsp/resample/resampler.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { resampled } from "../../helpers/resampled.ts";
import { sine } from "../../helpers/sine.ts";
import { differenceInDecibels } from "../../helpers/sound-difference.ts";

const RATIOS: readonly (readonly [number, number])[] = [
  [44100, 16000],
  [44100, 48000],
  [48000, 44100],
  [96000, 44100],
  [48000, 16000],
  [96000, 48000],
  [16000, 32000],
  [44100, 44101],
  [44101, 44100],
  [8000, 192000],
  [192000, 8000],
  [192000, 11027],
  [11027, 192000],
];

/** Pass band, and what an error is below, in decibels. */
const PROMISES: readonly (readonly [ResampleQuality, number, number])[] = [
  ["fast", 0.9, -85],
  ["high", 0.95, -115],
  ["very-high", 0.95, -135],
];

/** Enough input for this many frames at the lower rate. */
const LONG = 6000;
/** Frames at the lower rate in which a filter's ends reach. */
const MARGIN = 500;

describe.each(RATIOS)("from %i to %i Hz", (from, to) => {
  const lower = Math.min(from, to);
  const inputFrames = Math.round((LONG * from) / lower);
  const margin = Math.round((MARGIN * to) / lower);

  test.each(PROMISES)(
    "%s: a tone in the pass band is the same tone, at its time",
    (quality, passBand, least) => {
      for (const part of [0.003, 0.31, 0.83, 1]) {
        const frequency = (part * passBand * lower) / 2;
        const output = resampled(sine(frequency, from, inputFrames), { from, to, quality });
        const ideal = sine(frequency, to, output.length);
        expect(differenceInDecibels([output], [ideal], margin, output.length - margin)).toBeLessThan(least);
      }
    },
  );

  test.each(PROMISES)("%s: what the lower rate cannot hold is gone", (quality, _, least) => {
    if (from < to) return; // images are errors of the tones above
    for (const part of [0, 0.01, 0.1, 0.37, 0.62, 0.93]) {
      const frequency = (to + part * (from - to)) / 2;
      const output = resampled(sine(frequency, from, inputFrames), { from, to, quality });
      const silence = new Float32Array(output.length);
      expect(differenceInDecibels([output], [silence], margin, output.length - margin)).toBeLessThan(least);
    }
  });

  test("a constant stays what it is", () => {
    const output = resampled(new Float32Array(inputFrames).fill(0.75), { from, to });
    const ideal = new Float32Array(output.length).fill(0.75);
    expect(differenceInDecibels([output], [ideal], margin, output.length - margin)).toBeLessThan(-120);
  });

  test("an impulse is the same before and after its time", () => {
    const divisor = ((a: number, b: number) => {
      while (b > 0) [a, b] = [b, a % b];
      return a;
    })(from, to);
    const periods = Math.max(1, Math.round((LONG / 2 / lower) * divisor));
    const input = new Float32Array((2 * periods * from) / divisor);
    const middle = (periods * to) / divisor;
    input[(periods * from) / divisor] = 1;
    const output = resampled(input, { from, to });
    expect(output[middle]).toBeGreaterThan(0.9 * Math.min(1, to / from));
    const before = output.slice(middle - margin, middle).reverse();
    const after = output.slice(middle + 1, middle + 1 + margin);
    expect(differenceInDecibels([before], [after])).toBeLessThan(-134);
  });
});

test.each([0, 1, 2, 3, 100])("a recording of %i frames has its length, and nothing else", (frames) => {
  for (const [from, to] of RATIOS) {
    const output = resampled(new Float32Array(frames).fill(0.5), { from, to });
    expect(output.length).toBe(Math.floor((frames * to) / from + 0.5));
    expect(output.every((value) => Math.abs(value) < 0.75)).toBe(true);
  }
});

test("the length is the nearest, exactly, for any length", () => {
  const rate = fc.integer({ min: 1, max: 2 ** 24 - 1 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 45 }), rate, rate, (frames, from, to) => {
      const exact = (2n * BigInt(frames) * BigInt(to) + BigInt(from)) / (2n * BigInt(from));
      fc.pre(exact < 2n ** 53n);
      expect(resampledFrames(frames, from, to)).toBe(Number(exact));
    }),
  );
});

test("there is no length of what is no length, and none from or to no rate", () => {
  expect(() => resampledFrames(-5, 1, 1)).toThrow("options.frames");
  expect(() => resampledFrames(5, 0, 1)).toThrow(
    "options.from, when provided, must be an integer of at least 1, got 0",
  );
  expect(() => resampledFrames(5, 1, Number.NaN)).toThrow("options.to");
});

test("it does not matter how the input is cut", () => {
  const input = Float32Array.from({ length: 30_000 }, (_, n) => Math.sin(n * n * 1e-5));
  const wholes = new Map(
    RATIOS.slice(0, 8).map(([from, to]) => [`${from}:${to}`, resampled(input, { from, to }, [input.length])]),
  );
  fc.assert(
    fc.property(fc.constantFrom(...RATIOS.slice(0, 8)), blockLengths, ([from, to], lengths) => {
      expect(resampled(input, { from, to }, lengths)).toEqual(wholes.get(`${from}:${to}`));
    }),
    { numRuns: 15 },
  );
});

test("channels know nothing of one another", () => {
  const [left, right] = [sine(440, 44100, 20_000), sine(3000, 44100, 20_000)];
  const machine = resampler({ from: 44100, to: 16000, channels: 2 });
  const heard: Float32Array[][] = [];
  machine.push([left, right], (planes) => void heard.push(planes.map((plane) => plane.slice())));
  machine.end((planes) => void heard.push(planes.map((plane) => plane.slice())));
  for (const [channel, plane] of [left, right].entries()) {
    const alone = resampled(plane, { from: 44100, to: 16000 });
    expect(heard.flatMap((planes) => [...planes[channel]!])).toEqual([...alone]);
  }
});

test("at the same rate, what comes out is what goes in", () => {
  const input = Float32Array.from([0.1, Number.NaN, -3]);
  expect(resampled(input, { from: 8000, to: 8000 })).toEqual(input);
});

test("samples that are not finite count as 0", () => {
  const input = sine(1000, 44100, 20_000);
  const broken = input.slice();
  broken.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 9000);
  input.fill(0, 9000, 9003);
  for (const to of [16000, 48000]) {
    expect(resampled(broken, { from: 44100, to })).toEqual(resampled(input, { from: 44100, to }));
  }
});

test("after the end, and after a reset, it is as new", () => {
  const input = sine(1000, 44100, 30_000);
  const machine = resampler({ from: 44100, to: 16000, channels: 1 });
  const hear = (act: (take: (planes: readonly Float32Array[]) => void) => void) => {
    const heard: number[] = [];
    act(([plane]) => void heard.push(...plane!));
    return heard;
  };
  const whole = (take: (planes: readonly Float32Array[]) => void) => {
    machine.push([input], take);
    machine.end(take);
  };
  const first = hear(whole);
  expect(hear(whole)).toEqual(first);
  machine.push([input], () => {});
  machine.reset();
  expect(hear(whole)).toEqual(first);
});

test("what has an instant comes out when `latency` frames have come since", () => {
  fc.assert(
    fc.property(fc.constantFrom(...RATIOS), fc.constantFrom(...PROMISES), ([from, to], [quality]) => {
      const machine = resampler({ from, to, channels: 1, quality });
      const block = new Float32Array(331);
      let given = 0;
      for (let pushed = 331; given < LONG; pushed += 331) {
        machine.push([block], ([plane]) => {
          given += plane!.length;
        });
        expect((given * from) / to).toBeGreaterThanOrEqual(pushed - machine.latency);
      }
    }),
    { numRuns: 10 },
  );
});

test.each([
  [{ from: 0, to: 8000 }, "options.from, when provided, must be an integer from 1 to 16777215, got 0"],
  [
    { from: 44100, to: 44100.5 },
    "options.to, when provided, must be an integer from 173 to 11289600, got 44100.5",
  ],
  [
    { from: 257_000, to: 1000 },
    "options.to, when provided, must be an integer from 1004 to 16777215, got 1000",
  ],
])("refuses %o", (rates, message) => {
  expect(() => resampler({ ...rates, channels: 1 })).toThrow(message);
});

test("refuses planes that do not fit, and qualities that there are not", () => {
  const machine = resampler({ from: 1, to: 256, channels: 2 });
  expect(() => machine.push([new Float32Array(1)], () => {})).toThrow("expected 2 planes of one length");
  const quality = "best" as ResampleQuality;
  expect(() => resampler({ from: 1, to: 2, channels: 1, quality })).toThrow(
    'options.quality, when provided, must be "fast" or "high" or "very-high", got "best"',
  );
});
