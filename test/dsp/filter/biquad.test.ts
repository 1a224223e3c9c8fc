import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BiquadCoefficients, type BiquadDesign, biquad } from "../../../src/dsp/filter/biquad.ts";
import { biquadResponse } from "../../../src/dsp/filter/biquad-response.ts";
import { butterworth } from "../../../src/dsp/filter/butterworth.ts";

const RATE = 48_000;

const decibels = (design: BiquadDesign, frequency: number): number =>
  biquadResponse([biquad(design, RATE)], frequency, RATE).decibels;

const quality = fc.oneof(
  fc.double({ min: 0.1, max: 20, noNaN: true }).map((q) => ({ q })),
  fc.double({ min: 0.05, max: 4, noNaN: true }).map((bandwidth) => ({ bandwidth })),
);
const corner = fc.double({ min: 20, max: 20_000, noNaN: true });
const gain = fc.double({ min: -24, max: 24, noNaN: true });

describe("a biquad", () => {
  it("lets through what it should, and nothing else", () => {
    fc.assert(
      fc.property(corner, quality, (frequency, width) => {
        const at = (type: "lowpass" | "highpass" | "bandpass" | "notch", f: number) =>
          decibels({ type, frequency, ...width }, f);
        expect(at("lowpass", 0)).toBeCloseTo(0, 5);
        expect(at("lowpass", RATE / 2)).toBeLessThan(-200);
        expect(at("highpass", RATE / 2)).toBeCloseTo(0, 5);
        expect(at("highpass", 0)).toBeLessThan(-100);
        expect(at("bandpass", frequency)).toBeCloseTo(0, 5);
        expect(at("bandpass", 0)).toBeLessThan(-100);
        expect(at("notch", frequency)).toBeLessThan(-100);
        expect(at("notch", 0)).toBeCloseTo(0, 5);
      }),
    );
  });

  it("has the gain of its q at its corner, and a band-pass of constant skirts at its center", () => {
    fc.assert(
      fc.property(corner, fc.double({ min: 0.1, max: 20, noNaN: true }), (frequency, q) => {
        for (const type of ["lowpass", "highpass", "bandpass-skirt"] as const) {
          expect(decibels({ type, frequency, q }, frequency)).toBeCloseTo(20 * Math.log10(q), 5);
        }
      }),
    );
  });

  it("is as wide as its bandwidth says, after the bilinear transform at its center", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 200, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        (frequency, bandwidth) => {
          const edges = [frequency * 2 ** (-bandwidth / 2), frequency * 2 ** (bandwidth / 2)];
          for (const edge of edges) {
            expect(decibels({ type: "bandpass", frequency, bandwidth }, edge)).toBeCloseTo(-3.01, 1);
            expect(decibels({ type: "peaking", frequency, bandwidth, gain: 12 }, edge)).toBeCloseTo(6, 1);
          }
        },
      ),
    );
  });

  it("changes the phase alone where it is an all-pass, by half a turn at its center", () => {
    fc.assert(
      fc.property(corner, quality, fc.double({ min: 1, max: 24_000, noNaN: true }), (frequency, width, f) => {
        const section = biquad({ type: "allpass", frequency, ...width }, RATE);
        expect(biquadResponse([section], f, RATE).decibels).toBeCloseTo(0, 5);
        expect(Math.abs(biquadResponse([section], frequency, RATE).phase)).toBeCloseTo(Math.PI, 5);
      }),
    );
  });

  it("has its gain at the center or on the shelf, and none far from it", () => {
    fc.assert(
      fc.property(
        corner,
        gain,
        quality,
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        (frequency, db, width, slope) => {
          expect(decibels({ type: "peaking", frequency, gain: db, ...width }, frequency)).toBeCloseTo(db, 5);
          expect(decibels({ type: "peaking", frequency, gain: db, ...width }, 0)).toBeCloseTo(0, 5);
          const low: BiquadDesign = { type: "lowshelf", frequency, gain: db, slope };
          const high: BiquadDesign = { type: "highshelf", frequency, gain: db, slope };
          expect([decibels(low, 0), decibels(low, frequency), decibels(low, RATE / 2)]).toEqual([
            expect.closeTo(db, 4),
            expect.closeTo(db / 2, 4),
            expect.closeTo(0, 4),
          ]);
          expect([decibels(high, 0), decibels(high, frequency), decibels(high, RATE / 2)]).toEqual([
            expect.closeTo(0, 4),
            expect.closeTo(db / 2, 4),
            expect.closeTo(db, 4),
          ]);
        },
      ),
    );
  });

  it("of the gain that was taken undoes what gave it", () => {
    fc.assert(
      fc.property(corner, gain, corner, (frequency, db, f) => {
        for (const type of ["peaking", "lowshelf", "highshelf"] as const) {
          const pair = [db, -db].map((value) => biquad({ type, frequency, gain: value }, RATE));
          expect(biquadResponse(pair, f, RATE).decibels).toBeCloseTo(0, 5);
        }
      }),
    );
  });

  it("is refused where it cannot be", () => {
    const make = (design: object) => () => biquad(design as BiquadDesign, RATE);
    expect(make({ type: "lowpass", frequency: 24_000 })).toThrow(
      "options.frequency, when provided, must be above 0 and below half the sample rate, 24000, got 24000",
    );
    expect(make({ type: "lowpass", frequency: 100, q: 1, bandwidth: 1 })).toThrow(
      "options.bandwidth, when provided, must be without options.q, got 1",
    );
    expect(make({ type: "peaking", frequency: Number.NaN, gain: 1 })).toThrow("options.frequency");
    expect(make({ type: "peaking", frequency: 100, gain: Number.NaN })).toThrow("options.gain");
    expect(make({ type: "peaking", frequency: 100, gain: 1, q: 0 })).toThrow("options.q");
    expect(make({ type: "lowshelf", frequency: 100, gain: 1, slope: 2 })).toThrow("options.slope");
    expect(make({ type: "lowshelf", frequency: 100, gain: 1, slope: 1, q: 1 })).toThrow("without options.q");
    expect(make({ type: "tilt", frequency: 100 })).toThrow("options.type");
  });
});

describe("a Butterworth filter", () => {
  it("has the gain of its closed form", () => {
    const order = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(order, corner, fc.double({ min: 1, max: 23_999, noNaN: true }), (n, frequency, f) => {
        const warped = Math.tan((Math.PI * f) / RATE) / Math.tan((Math.PI * frequency) / RATE);
        const low = butterworth({ type: "lowpass", frequency, order: n }, RATE);
        const high = butterworth({ type: "highpass", frequency, order: n }, RATE);
        expect(low).toHaveLength(Math.ceil(n / 2));
        const expected = (ratio: number) => -10 * Math.log10(1 + ratio ** (2 * n));
        const level = (sections: readonly BiquadCoefficients[]) => biquadResponse(sections, f, RATE).decibels;
        // Far down there is little left of what is taken from each other.
        if (expected(warped) > -100) expect(level(low)).toBeCloseTo(expected(warped), 3);
        if (expected(1 / warped) > -100) expect(level(high)).toBeCloseTo(expected(1 / warped), 3);
      }),
    );
  });

  it("is refused with an order that it cannot have", () => {
    expect(() => butterworth({ type: "lowpass", frequency: 100, order: 25 }, RATE)).toThrow("options.order");
    expect(() => butterworth({ type: "lowpass", frequency: 100, order: 1.5 }, RATE)).toThrow("options.order");
  });
});
