import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { plainWav } from "../helpers/wav-chunks.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";
import { decoded } from "./codec/companded.ts";

describe.each([
  ["alaw", 6],
  ["mulaw", 7],
] as const)("a stereo file of %s", (law, tag) => {
  const audio = pattern(200);
  const samples = decoded(law, audio);

  async function stereo() {
    const recording = recorded(memorySource(plainWav(audio, { tag, channels: 2, bits: 8 })));
    const wav = await openWav(recording.source);
    recording.asked.length = 0;
    return { wav, asked: recording.asked };
  }

  it("is decoded at any window, out of that window's bytes alone", async () => {
    const { wav, asked } = await stereo();
    expect(wav.format.encoding).toBe(law);
    const property = fc.asyncProperty(fc.nat(99), fc.integer({ min: 1, max: 100 }), async (start, length) => {
      const end = Math.min(start + length, 100);
      const planes = await readPlanes(wav, start, end - start);
      planes.forEach((plane, channel) => {
        const expected = samples.filter((_, at) => at % 2 === channel).slice(start, end);
        expect([...plane]).toEqual(expected);
      });
      const offset = wav.data.offset;
      expect(asked.splice(0)).toEqual([[offset + 2 * start, offset + 2 * end]]);
    });
    await fc.assert(property);
  });

  it("is cut as it is, at any frame", async () => {
    const { wav } = await stereo();
    const { format, bytes } = wav.encoded(13, 57);
    expect(format).toBe(wav.format);
    expect(await bytesAt(bytes, 0, 200)).toEqual(audio.subarray(26, 114));
  });
});
