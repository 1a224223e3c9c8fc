import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { framesIn } from "../../../src/wav/codec/block-size.ts";
import { msDecoder } from "../../../src/wav/codec/ms-adpcm.ts";
import { COEFFICIENTS, emptyPlanes, msBlocks } from "./blocks.ts";

function decoded(block: Uint8Array, frames: number): number[] {
  const [plane] = emptyPlanes(1, frames);
  msDecoder({ channels: 1, coefficients: COEFFICIENTS }).decode(block, [plane!], 0, 0, frames);
  return [...plane!].map((sample) => sample * 0x8000);
}

describe("Microsoft ADPCM", () => {
  it("has two samples in the header, the later one first, and goes on by prediction and steps", () => {
    // Predictor 1 (twice the last sample less the one before), step 16, samples 1000 and 900; codes 1, -1, 7.
    const block = Uint8Array.of(1, 16, 0, 0xe8, 0x03, 0x84, 0x03, 0x1f, 0x70);
    // The step stays at its least of 16 for the first two codes.
    expect(decoded(block, 5)).toEqual([900, 1000, 1100 + 16, 1232 - 16, 1316 + 7 * 16]);
  });

  it("decodes any window of a block as it decodes the whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(42), fc.nat(42), (channels, one, other) => {
        const { bytes } = msBlocks(channels, 42, 1);
        const decoder = msDecoder({ channels, coefficients: COEFFICIENTS });
        const whole = emptyPlanes(channels, 42);
        decoder.decode(bytes, whole, 0, 0, 42);
        const skip = Math.min(one, other);
        const count = Math.max(one, other) - skip;
        const window = emptyPlanes(channels, count + 4);
        decoder.decode(bytes, window, 2, skip, count);
        window.forEach((plane, channel) => {
          expect([...plane]).toEqual([99, 99, ...whole[channel]!.subarray(skip, skip + count), 99, 99]);
        });
      }),
    );
  });

  it("gives what a block that was cut off holds, and reads nothing behind it", () => {
    const { bytes } = msBlocks(2, 42, 1);
    const decoder = msDecoder({ channels: 2, coefficients: COEFFICIENTS });
    const whole = emptyPlanes(2, 42);
    decoder.decode(bytes, whole, 0, 0, 42);
    for (let length = 0; length <= bytes.length; length++) {
      const frames = framesIn(length, "ms-adpcm", 2);
      const planes = emptyPlanes(2, 42);
      decoder.decode(bytes.subarray(0, length), planes, 0, 0, 42);
      planes.forEach((plane, channel) => {
        expect(plane.subarray(0, frames)).toEqual(whole[channel]!.subarray(0, frames));
        expect([...plane.subarray(frames)]).toEqual(new Array(42 - frames).fill(99));
      });
    }
  });

  it("takes a predictor that there is not for the first one", () => {
    const [first, ...others] = [0, 7, 255].map((predictor) =>
      decoded(Uint8Array.of(predictor, 16, 0, 0xe8, 0x03, 0x84, 0x03, 0x12, 0x34), 6),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("raises a step of 0 to 16 after its first use", () => {
    const block = Uint8Array.of(0, 0, 0, 0xe8, 0x03, 0x84, 0x03, 0x11);
    expect(decoded(block, 4)).toEqual([900, 1000, 1000, 1016]);
  });

  it("goes on when the step grows without end", () => {
    // Predictor 2 predicts silence. Codes of -8 triple the step each time; then codes of 0, and one of 1.
    const codes = [...new Array(20).fill(0x88), ...new Array(4).fill(0x00), 0x10];
    const samples = decoded(Uint8Array.of(2, 16, 0, 0, 0, 0, 0, ...codes), 52);
    expect(samples.slice(8, 42)).toEqual(new Array(34).fill(-0x8000));
    expect(samples.slice(42, 50)).toEqual(new Array(8).fill(0));
    expect(samples[50]).toBe(0x7fff);
  });
});
