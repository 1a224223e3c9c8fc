import type { Meter } from "../src/dsp/meter.ts";
import { type LevelMeter, levelMeter } from "../src/dsp/metering/level-meter.ts";
import { loudnessMeter } from "../src/dsp/metering/loudness-meter.ts";
import { newPlanes } from "../src/dsp/planes.ts";
import { printTable } from "./report.ts";

const SAMPLE_RATE = 44_100;
const CHANNELS = 2;
const FORMAT = { sampleRate: SAMPLE_RATE, channels: CHANNELS };

/** As many frames as a reader would give at once. */
const BLOCK_FRAMES = 16_384;
const BLOCKS = 128;
const ROUNDS = 7;

const HOUR_FRAMES = 3600 * SAMPLE_RATE;

/** Noise, or silence after noise. */
function blocks(gain: number): Float32Array[][] {
  return Array.from({ length: BLOCKS }, (_, index) => {
    const planes = newPlanes(CHANNELS, BLOCK_FRAMES);
    const factor = index === 0 ? 0.5 : gain;
    for (const plane of planes)
      for (let i = 0; i < BLOCK_FRAMES; i++) plane[i] = factor * (Math.random() - 0.5);
    return planes;
  });
}

/** Nanoseconds per frame, the best of some rounds. */
function time(meter: Meter, audio: readonly Float32Array[][]): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    meter.reset();
    const start = performance.now();
    for (const planes of audio) meter.add(planes);
    return ((performance.now() - start) * 1e6) / (BLOCKS * BLOCK_FRAMES);
  });
  return Math.min(...rounds);
}

function timeHour(audio: readonly Float32Array[][]): { readonly seconds: number } {
  const meter = loudnessMeter(FORMAT);
  const start = performance.now();
  for (let frame = 0, block = 0; frame < HOUR_FRAMES; frame += BLOCK_FRAMES, block++) {
    meter.add(audio[block % BLOCKS] ?? []);
  }
  const facts = [meter.integrated, meter.range, meter.maxMomentary, meter.maxShortTerm];
  if (facts.some(Number.isNaN)) throw new Error(`measured ${facts.join(", ")}`);
  return { seconds: (performance.now() - start) / 1000 };
}

const noise = blocks(0.5);
const silence = blocks(0);
const clipped = blocks(4);
const levels: LevelMeter = levelMeter({ channels: CHANNELS });
printTable(`Meters, ${CHANNELS} channels at ${SAMPLE_RATE} Hz`, [
  ["", "ns per frame", "ns per sample"],
  ...(
    [
      ["levels of noise", levels, noise],
      ["levels of silence", levels, silence],
      ["levels of clipped noise", levels, clipped],
      ["loudness of noise", loudnessMeter(FORMAT), noise],
      ["loudness of silence after noise", loudnessMeter(FORMAT), silence],
    ] as const
  ).map(([name, meter, audio]) => {
    const perFrame = time(meter, audio);
    return [name, perFrame.toFixed(2), (perFrame / CHANNELS).toFixed(2)];
  }),
]);

const { seconds } = timeHour(noise);
printTable("Loudness of an hour, all of it", [
  ["time", `${seconds.toFixed(2)} s`],
  ["times real time", (3600 / seconds).toFixed(0)],
]);
