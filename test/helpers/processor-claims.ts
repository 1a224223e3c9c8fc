import fc from "fast-check";
import { expect, it } from "vitest";
import type { Processor } from "../../src/dsp/processor.ts";
import { blockLengths } from "./block-lengths.ts";
import { restlessNoise } from "./noise.ts";
import { processed } from "./processed.ts";
import { sameBits } from "./sound-difference.ts";

/** Claims that hold for every processor. `make` makes one for two channels. */
export function claimsOfProcessor(make: () => Processor, frames: number = 3000, peak: number = 1): void {
  const sound = restlessNoise(2, frames, peak);

  it("gives the same bits however its input is cut", () => {
    const whole = processed(make(), sound, [frames]);
    fc.assert(
      fc.property(blockLengths, (lengths) => {
        expect(sameBits(processed(make(), sound, lengths), whole)).toBe(true);
      }),
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
