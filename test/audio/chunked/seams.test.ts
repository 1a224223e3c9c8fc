import { describe, expect, it } from "vitest";
import type { AudioSource } from "../../../src/audio/audio-source.ts";
import { processChunked } from "../../../src/audio/chunked/process-chunked.ts";
import { planesSource } from "../../../src/audio/planes-source.ts";
import { process as processed } from "../../../src/audio/process.ts";
import { compressor } from "../../../src/dsp/dynamics/compressor.ts";
import { limiter } from "../../../src/dsp/dynamics/limiter.ts";
import { biquad } from "../../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../../src/dsp/filter/biquad-filter.ts";
import { butterworth } from "../../../src/dsp/filter/butterworth.ts";
import { firFilter } from "../../../src/dsp/filter/fir-filter.ts";
import { gainEnvelope } from "../../../src/dsp/level/gain-envelope.ts";
import type { MakeProcessor } from "../../../src/dsp/processor.ts";
import { processorChain } from "../../../src/dsp/processor-chain.ts";
import { framesOf } from "../../helpers/audio-sources.ts";
import { music } from "../../helpers/music.ts";
import { differenceInDecibels, sameBits } from "../../helpers/sound-difference.ts";

const SAMPLE_RATE = 16_000;
const SECONDS = 40;
const FORMAT = { sampleRate: SAMPLE_RATE, channels: 2 };
const CHUNKS = { chunk: 7, first: 2, overlap: 1, context: 5 } as const;

const source = planesSource(music(SAMPLE_RATE, SECONDS), SAMPLE_RATE);

/** Where a chunk begins to be blended with the one before it, and where that ends, in frames. */
const JOINTS = [2, 6, 13, 20, 27, 34].map((second) => second * SAMPLE_RATE);

const equalizer = () =>
  biquadFilter({
    channels: 2,
    sections: [
      biquad({ type: "highpass", frequency: 30 }, SAMPLE_RATE),
      biquad({ type: "lowshelf", frequency: 120, gain: 4 }, SAMPLE_RATE),
      biquad({ type: "peaking", frequency: 900, gain: -5, q: 2 }, SAMPLE_RATE),
      biquad({ type: "highshelf", frequency: 4000, gain: 3 }, SAMPLE_RATE),
    ],
  });
const steep = () =>
  biquadFilter({
    channels: 2,
    sections: butterworth({ type: "highpass", frequency: 80, order: 8 }, SAMPLE_RATE),
  });
const compressed = () => compressor({ ...FORMAT, threshold: -20, ratio: 4, makeup: 6 });
const limited = () => limiter({ ...FORMAT, ceiling: -3 });
const linearPhase = Array.from({ length: 127 }, (_, n) => Math.cos(n / 9) / (1 + Math.abs(n - 63)));

const EXACT: readonly (readonly [string, MakeProcessor])[] = [
  ["an FIR filter", () => firFilter({ channels: 2, coefficients: linearPhase, latency: 63 })],
  ["a gain", () => gainEnvelope({ channels: 2, points: [{ frame: 0, gain: 0.7 }] })],
  [
    "a fade over many chunks",
    (start) =>
      gainEnvelope({
        ...start,
        points: [
          { frame: 0, gain: 0, curve: "raised-cosine" },
          { frame: 30 * SAMPLE_RATE, gain: 1 },
        ],
      }),
  ],
];

const NEAR: readonly (readonly [string, number, MakeProcessor])[] = [
  ["an equalizer", -120, equalizer],
  ["a steep high-pass", -120, steep],
  ["a compressor", -90, compressed],
  ["a limiter", -90, limited],
  ["all of them in a row", -90, () => processorChain([steep(), equalizer(), compressed(), limited()])],
];

describe("the seams between chunks", () => {
  it.each(EXACT)("cannot be found through %s: it is, to the bit, what the whole is", async (_, make) => {
    const whole = await framesOf(processed(source, make));
    expect(sameBits(await framesOf(processChunked(source, make, CHUNKS)), whole)).toBe(true);
  });

  it.each(NEAR)("through %s are within %i dBFS of the whole", async (_, level, make) => {
    const whole = await framesOf(processed(source, make));
    const chunked = await framesOf(processChunked(source, make, CHUNKS));
    expect(differenceInDecibels(chunked, whole)).toBeLessThan(level);
  });

  it("are the same in whatever order the chunks are asked for", async () => {
    const make = () => processorChain([equalizer(), compressed(), limited()]);
    const inOrder = await framesOf(processChunked(source, make, CHUNKS));
    const audio = processChunked(source, make, CHUNKS);
    for (const joint of [27, 6, 34, 2, 20, 13].map((second) => second * SAMPLE_RATE)) {
      const window = await framesOf(audio, joint - 1000, joint + 20_000);
      const expected = inOrder.map((plane) => plane.subarray(joint - 1000, joint + 20_000));
      expect(sameBits(window, expected)).toBe(true);
    }
  });

  it("have no discontinuity: a tone through all of them goes on as it does elsewhere", async () => {
    const make = () => processorChain([steep(), equalizer(), compressed(), limited()]);
    const audio = processChunked(tone, make, CHUNKS);
    const elsewhere = await roughness(audio, 17 * SAMPLE_RATE);
    expect(elsewhere).toBeLessThan(1e-3);
    for (const joint of JOINTS) expect(await roughness(audio, joint)).toBeLessThan(elsewhere + 1e-6);
  });

  it("would have one without the context and the overlap", async () => {
    const make = () => processorChain([steep(), equalizer(), compressed(), limited()]);
    const audio = processChunked(tone, make, { ...CHUNKS, context: 0, overlap: 0 });
    for (const joint of JOINTS) expect(await roughness(audio, joint)).toBeGreaterThan(1e-2);
  });
});

const STEP = (2 * Math.PI * 997) / SAMPLE_RATE;
const tone = planesSource(
  [0, 1].map(() => Float32Array.from({ length: SECONDS * SAMPLE_RATE }, (_, n) => 0.6 * Math.sin(STEP * n))),
  SAMPLE_RATE,
);

/** How far the frames around a joint are from going on as a sine, which follows from any two of its samples. */
async function roughness(audio: AudioSource, joint: number): Promise<number> {
  let most = 0;
  for (const plane of await framesOf(audio, joint - 2000, joint + SAMPLE_RATE + 2000)) {
    for (let n = 2; n < plane.length; n++) {
      const expected = 2 * Math.cos(STEP) * (plane[n - 1] ?? 0) - (plane[n - 2] ?? 0);
      most = Math.max(most, Math.abs((plane[n] ?? 0) - expected));
    }
  }
  return most;
}
