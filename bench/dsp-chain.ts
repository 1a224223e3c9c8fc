import { compressor } from "../src/dsp/dynamics/compressor.ts";
import { gate } from "../src/dsp/dynamics/gate.ts";
import { limiter } from "../src/dsp/dynamics/limiter.ts";
import { biquad } from "../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../src/dsp/filter/biquad-filter.ts";
import { truePeakMeter } from "../src/dsp/metering/true-peak-meter.ts";
import { planesWithin } from "../src/dsp/planes.ts";
import type { Processor } from "../src/dsp/processor.ts";
import { processorChain } from "../src/dsp/processor-chain.ts";

/** Times filters and dynamics, alone and as a chain, on a second of stereo after the other: `npx tsx bench/dsp-chain.ts`. */

const SAMPLE_RATE = 44_100;
const SECONDS = 20;
const FRAMES = SECONDS * SAMPLE_RATE;
const BLOCK = 4096;
const ROUNDS = 7;
const FORMAT = { sampleRate: SAMPLE_RATE, channels: 2 };

/** Chords with a beat: drums out of noise, a bass, tones with overtones; peaks at `peak`. */
function music(peak: number): Float32Array[] {
  let seed = 12345;
  const noise = (): number => {
    seed = (seed * 16807) % 2147483647;
    return seed / 1073741823.5 - 1;
  };
  const planes = [new Float32Array(FRAMES), new Float32Array(FRAMES)] as const;
  let highest = 0;
  for (let n = 0; n < FRAMES; n++) {
    const time = n / SAMPLE_RATE;
    const beat = time % 0.5;
    const kick = Math.sin(2 * Math.PI * (50 * beat + 6 * (1 - Math.exp(-beat * 30)))) * Math.exp(-beat * 8);
    const hat = noise() * Math.exp(-((time + 0.25) % 0.25) * 40);
    const snare = noise() * Math.exp(-((time + 0.5) % 1) * 15);
    const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 0.1 * time);
    planes.forEach((plane, channel) => {
      let tone = 0;
      for (const frequency of [110, 164.8, 220, 277.2, 329.6, 659.3]) {
        for (let overtone = 1; overtone <= 5; overtone++) {
          tone += Math.sin(2 * Math.PI * (frequency + channel) * overtone * time + overtone) / (6 * overtone);
        }
      }
      const sample = swell * tone + 1.2 * kick + 0.35 * hat + 0.6 * snare + 0.02 * noise();
      plane[n] = sample;
      highest = Math.max(highest, Math.abs(sample));
    });
  }
  for (const plane of planes) for (let n = 0; n < FRAMES; n++) plane[n] = ((plane[n] ?? 0) * peak) / highest;
  return [...planes];
}

const SECTIONS = [
  biquad({ type: "lowshelf", frequency: 100, gain: 3 }, SAMPLE_RATE),
  biquad({ type: "peaking", frequency: 400, gain: -2, q: 1.2 }, SAMPLE_RATE),
  biquad({ type: "peaking", frequency: 3000, gain: 2, q: 0.9 }, SAMPLE_RATE),
  biquad({ type: "highshelf", frequency: 9000, gain: 3 }, SAMPLE_RATE),
];
const equalizer = (): Processor => biquadFilter({ channels: 2, sections: SECTIONS });
const compressed = (): Processor => compressor({ ...FORMAT, threshold: -18, ratio: 3, makeup: 6 });
const STAGES: readonly (readonly [string, () => Processor])[] = [
  ["equalizer, 4 sections", equalizer],
  ["compressor", compressed],
  [
    "compressor, rms, look-ahead",
    () => compressor({ ...FORMAT, detector: "rms", lookahead: 0.005, makeup: 6 }),
  ],
  ["gate", () => gate(FORMAT)],
  ["limiter, samples", () => limiter({ ...FORMAT, truePeak: false })],
  ["limiter", () => limiter(FORMAT)],
  ["limiter at -6 dBTP", () => limiter({ ...FORMAT, ceiling: -6 })],
  ["true-peak meter", meter],
  ["equalizer + compressor + limiter", () => processorChain([equalizer(), compressed(), limiter(FORMAT)])],
];

function meter(): Processor {
  const truePeak = truePeakMeter(FORMAT);
  return { latency: 0, process: truePeak.add, reset: truePeak.reset };
}

/** Nanoseconds per frame, the least of some rounds. */
function time(make: () => Processor, planes: readonly Float32Array[]): number {
  const copy = planes.map((plane) => plane.slice());
  const blocks = Array.from({ length: Math.ceil(FRAMES / BLOCK) }, (_, n) =>
    planesWithin(copy, n * BLOCK, Math.min(FRAMES, (n + 1) * BLOCK)),
  );
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    copy.forEach((plane, channel) => {
      plane.set(planes[channel] ?? []);
    });
    const processor = make();
    const start = performance.now();
    for (const block of blocks) processor.process(block);
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1e6) / FRAMES;
}

for (const [material, planes] of [
  ["loud", music(1.2)],
  ["as loud as can be", music(1.2).map((plane) => plane.map((sample) => Math.tanh(3 * sample)))],
  ["quiet", music(0.05)],
] as const) {
  console.log(`\n${material}: ns per stereo frame, times real time at ${SAMPLE_RATE} Hz`);
  for (const [name, make] of STAGES) {
    const nanoseconds = time(make, planes);
    const speed = 1e9 / (nanoseconds * SAMPLE_RATE);
    console.log(`  ${name.padEnd(34)}${nanoseconds.toFixed(1).padStart(8)}${speed.toFixed(0).padStart(8)}`);
  }
}
