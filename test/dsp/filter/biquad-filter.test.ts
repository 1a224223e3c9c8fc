import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gate } from "../../../src/dsp/dynamics/gate.ts";
import { limiter } from "../../../src/dsp/dynamics/limiter.ts";
import { biquad } from "../../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../../src/dsp/filter/biquad-filter.ts";
import { biquadResponse } from "../../../src/dsp/filter/biquad-response.ts";
import { butterworth } from "../../../src/dsp/filter/butterworth.ts";
import type { Processor } from "../../../src/dsp/processor.ts";
import { processorChain } from "../../../src/dsp/processor-chain.ts";
import { restlessNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { claimsOfProcessor } from "../../helpers/processor-claims.ts";
import { differenceInDecibels } from "../../helpers/sound-difference.ts";

const RATE = 44_100;
const SECTIONS = [
  biquad({ type: "highpass", frequency: 30 }, RATE),
  biquad({ type: "peaking", frequency: 1000, gain: 9, q: 5 }, RATE),
  biquad({ type: "highshelf", frequency: 8000, gain: -6 }, RATE),
];

describe("a biquad filter", () => {
  claimsOfProcessor(() => biquadFilter({ channels: 2, sections: SECTIONS }));

  it("has an impulse response whose transform is the frequency response of its sections", () => {
    const frames = 16_384;
    for (const count of [1, 2, 3, 5]) {
      const sections = [...SECTIONS, ...SECTIONS].slice(0, count);
      const impulse = new Float32Array(frames);
      impulse[0] = 1;
      const [response = impulse] = processed(biquadFilter({ channels: 1, sections }), [impulse]);
      for (const frequency of [50, 440, 1000, 5000, 15_000]) {
        let real = 0;
        let imaginary = 0;
        response.forEach((sample, n) => {
          real += sample * Math.cos((2 * Math.PI * frequency * n) / RATE);
          imaginary -= sample * Math.sin((2 * Math.PI * frequency * n) / RATE);
        });
        const expected = biquadResponse(sections, frequency, RATE);
        expect(real).toBeCloseTo(expected.real, 4);
        expect(imaginary).toBeCloseTo(expected.imaginary, 4);
      }
    }
  });

  it("keeps double precision from one section to the next", () => {
    const sound = restlessNoise(1, 4000);
    const there = biquad({ type: "peaking", frequency: 200, gain: 100 }, RATE);
    const back = biquad({ type: "peaking", frequency: 200, gain: -100 }, RATE);
    const result = processed(biquadFilter({ channels: 1, sections: [there, back] }), sound);
    expect(differenceInDecibels(sound, result)).toBeLessThan(-140);
  });

  it("that was started five seconds late gives what it would have given", () => {
    const sound = restlessNoise(2, 6 * RATE);
    const whole = processed(biquadFilter({ channels: 2, sections: SECTIONS }), sound);
    const late = sound.map((plane) => plane.slice(1000));
    const result = processed(biquadFilter({ channels: 2, sections: SECTIONS }), late);
    const rest = whole.map((plane) => plane.slice(1000));
    expect(differenceInDecibels(rest, result, 5 * RATE)).toBeLessThan(-120);
  });

  it("rings out to digital silence", () => {
    const sound = [new Float32Array(30 * 1024)];
    sound[0]?.fill(1, 0, 100);
    const ringing = biquad({ type: "bandpass", frequency: 5000, q: 20 }, RATE);
    const [result] = processed(biquadFilter({ channels: 1, sections: [ringing] }), sound);
    const last = result?.findLastIndex((sample) => sample !== 0) ?? 0;
    expect(Math.abs(result?.[last] ?? 0)).toBeGreaterThan(1e-32);
    expect(last).toBeLessThan(20 * 1024);
  });

  it("of no sections leaves all as it is", () => {
    const sound = restlessNoise(2, 100);
    expect(processed(biquadFilter({ channels: 2, sections: [] }), sound)).toEqual(sound);
  });

  it("is refused where it is not stable", () => {
    const sections = [{ b0: 1, b1: 0, b2: 0, a1: 0, a2: 1.1 }];
    expect(() => biquadFilter({ channels: 1, sections })).toThrow(
      'options.sections[0], when provided, must be a stable filter, got "a1 0, a2 1.1"',
    );
    expect(() => biquadFilter({ channels: 0, sections: [] })).toThrow("options.channels");
  });

  it("of high order stays what it is", () => {
    const sections = butterworth({ type: "lowpass", frequency: 100, order: 24 }, RATE);
    const [result] = processed(biquadFilter({ channels: 1, sections }), [new Float32Array(2 * RATE).fill(1)]);
    expect(result?.at(-1)).toBeCloseTo(1, 6);
  });
});

describe("a chain of processors", () => {
  const make = (): Processor =>
    processorChain([
      biquadFilter({ channels: 2, sections: SECTIONS }),
      gate({ sampleRate: RATE, channels: 2 }),
      limiter({ sampleRate: RATE, channels: 2 }),
      limiter({ sampleRate: RATE, channels: 2, ceiling: -6, truePeak: false }),
    ]);
  claimsOfProcessor(make);

  it("is its processors one after the other", () => {
    const sound = restlessNoise(2, 3000);
    const parts = [
      biquadFilter({ channels: 2, sections: SECTIONS }),
      gate({ sampleRate: RATE, channels: 2 }),
      limiter({ sampleRate: RATE, channels: 2 }),
    ];
    const one = parts.reduce((planes, part) => processed(part, planes), sound);
    parts.forEach((part) => {
      part.reset();
    });
    expect(processed(processorChain(parts), sound)).toEqual(one);
  });

  it("is as late as all of them", () => {
    const latencies = fc.array(fc.nat(1000));
    fc.assert(
      fc.property(latencies, (list) => {
        const parts = list.map((latency) => ({ latency, process: () => {}, reset: () => {} }));
        expect(processorChain(parts).latency).toBe(list.reduce((sum, latency) => sum + latency, 0));
      }),
    );
  });
});

it("refuses coefficients that are not finite", () => {
  const through = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };
  for (const name of ["b0", "b1", "b2", "a1", "a2"] as const) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const sections = [through, { ...through, [name]: value }];
      expect(() => biquadFilter({ channels: 1, sections })).toThrow("options.sections[1]");
    }
  }
});
