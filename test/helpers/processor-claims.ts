import fc from "fast-check";
import { expect, it } from "vitest";
import type { Processor } from "../../src/dsp/processor.ts";

/** Planes of reproducible noise whose level goes up and down, with some digital silence. */
export function restlessNoise(
  channels: number,
  frames: number,
  peak: number = 1,
  seed: number = 1,
): Float32Array[] {
  let state = seed;
  return Array.from({ length: channels }, () =>
    Float32Array.from({ length: frames }, (_, n) => {
      state = (state * 16807) % 2147483647;
      const swell = Math.sin((2 * Math.PI * n) / (frames / 3)) ** 4;
      return n % 1000 > 950 ? 0 : peak * swell * (state / 1073741823.5 - 1);
    }),
  );
}

/** What a processor makes of planes, which stay as they are. Blocks have the lengths of `cuts`, over and over. */
export function processed(
  processor: Processor,
  planes: readonly Float32Array[],
  cuts: readonly number[] = [4096],
): Float32Array[] {
  const result = planes.map((plane) => plane.slice());
  const length = result[0]?.length ?? 0;
  let from = 0;
  for (let n = 0; from < length; n++) {
    const to = Math.min(length, from + (cuts[n % cuts.length] ?? length));
    processor.process(result.map((plane) => plane.subarray(from, to)));
    from = to;
  }
  return result;
}

/** The largest difference of two sounds in dB beside full scale, from a frame on. */
export function differenceLevel(
  a: readonly Float32Array[],
  b: readonly Float32Array[],
  from: number = 0,
): number {
  let most = 0;
  a.forEach((plane, channel) => {
    for (let n = from; n < plane.length; n++) {
      most = Math.max(most, Math.abs((plane[n] ?? 0) - (b[channel]?.[n] ?? 0)));
    }
  });
  return 20 * Math.log10(most);
}

/** Whether two sounds have the same bits; quicker than `toEqual`. */
export function sameBits(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((plane, channel) => {
    const other = b[channel];
    return plane.length === other?.length && plane.every((sample, n) => Object.is(sample, other[n]));
  });
}

/** Claims that hold for every processor. `make` makes one for two channels. */
export function claimsOfProcessor(make: () => Processor, frames: number = 3000, peak: number = 1): void {
  const sound = restlessNoise(2, frames, peak);

  it("gives the same bits however its input is cut", () => {
    const whole = processed(make(), sound, [frames]);
    const cuts = fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 1200 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        cuts.filter((lengths) => lengths.some((length) => length > 0)),
        (lengths) => {
          expect(sameBits(processed(make(), sound, lengths), whole)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("is new after a reset", () => {
    const processor = make();
    const first = processed(processor, sound);
    expect(sameBits(first, sound)).toBe(false);
    processor.reset();
    expect(sameBits(processed(processor, sound), first)).toBe(true);
  });

  it("makes silence of silence", () => {
    const silence = [new Float32Array(frames), new Float32Array(frames)];
    expect(sameBits(processed(make(), silence), silence)).toBe(true);
  });

  it("goes on after samples that are not finite", () => {
    const processor = make();
    const broken = sound.map((plane) => plane.slice());
    broken[0]?.fill(Number.NaN, 100, 110);
    broken[1]?.fill(Number.POSITIVE_INFINITY, 200, 210);
    // They do not make the cuts matter.
    expect(sameBits(processed(processor, broken), processed(make(), broken, [7, 300, 1]))).toBe(true);
    const after = processed(processor, sound);
    // What was delayed, or waits for the filters to begin anew, is not counted.
    const late = after.flatMap((plane) => [...plane.subarray(processor.latency + 600)]);
    expect(late.every(Number.isFinite)).toBe(true);
    expect(late.some((sample) => sample !== 0)).toBe(true);
  });

  it("refuses planes of other channels and of two lengths", () => {
    expect(() => make().process([new Float32Array(4)])).toThrow("expected 2 planes of one length");
    expect(() => make().process([new Float32Array(4), new Float32Array(5)])).toThrow("with lengths 4, 5");
  });
}
