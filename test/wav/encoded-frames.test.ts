import { describe, expect, it } from "vitest";
import { chooseFormat } from "../../src/wav/choose-format.ts";
import { encodedFrames } from "../../src/wav/encoded-frames.ts";
import { encoderFor } from "../../src/wav/encoder.ts";
import { sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const FRAMES = 3000;
const FORMAT = chooseFormat({ encoding: "pcm", bitsPerSample: 24 }, 2, 1000, true);

function noise() {
  const source = sourceOf({ channels: 2, frames: FRAMES }, noiseAt);
  return { source, bytes: encodedFrames(source, FORMAT, encoderFor(FORMAT)) };
}

/** How many reads began where none had ended. */
function seeks(reads: readonly { readonly start: number; readonly length: number }[]): number {
  return reads.filter(
    ({ start }, index) =>
      start !== 0 && !reads.slice(0, index).some((read) => read.start + read.length === start),
  ).length;
}

describe("frames of 6 bytes", () => {
  it.each([1, 2, 5])(
    "are asked for once by each of %d readers in turn, however they are cut",
    async (count) => {
      const whole = new Uint8Array(6 * FRAMES);
      await noise().bytes.read(0, whole);
      const { source, bytes } = noise();
      const lengths = Array.from({ length: count }, (_, reader) => 1000 + 7 * reader);
      const results = lengths.map(() => new Uint8Array(whole.length));
      for (let turn = 0; turn * 1000 < whole.length; turn++) {
        for (const [reader, length] of lengths.entries()) {
          const offset = turn * length;
          await bytes.read(offset, results[reader]?.subarray(offset, offset + length) ?? new Uint8Array());
        }
      }
      for (const result of results) expect(result).toEqual(whole);
      expect(seeks(source.reads)).toBe(0);
      expect(source.reads.reduce((sum, { length }) => sum + length, 0)).toBe(count * FRAMES);
    },
  );
});
