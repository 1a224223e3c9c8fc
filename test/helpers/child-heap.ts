// Prints how many bytes of the heap each processor and meter takes per block of 128 frames, and per frame in blocks of
// 16384, as the median of some rounds. Needs --expose-gc, and so much room for what is new that nothing is collected within
// a round.
//
// `anew` is of processors that are new and work on 20 blocks each, the least of some rounds. What V8 has compiled of a closure
// is gone with the last one of its kind, so in some rounds it compiles again. That takes memory too, and comes on top of what
// the work takes.
import { compressor } from "../../src/dsp/dynamics/compressor.ts";
import { gate } from "../../src/dsp/dynamics/gate.ts";
import { limiter } from "../../src/dsp/dynamics/limiter.ts";
import { biquadFilter } from "../../src/dsp/filter/biquad-filter.ts";
import { butterworth } from "../../src/dsp/filter/butterworth.ts";
import { dcBlocker } from "../../src/dsp/filter/dc-blocker.ts";
import { firFilter } from "../../src/dsp/filter/fir-filter.ts";
import { gainEnvelope } from "../../src/dsp/level/gain-envelope.ts";
import { polarity } from "../../src/dsp/level/polarity.ts";
import { quantizer } from "../../src/dsp/level/quantizer.ts";
import { levelMeter } from "../../src/dsp/metering/level-meter.ts";
import { loudnessMeter } from "../../src/dsp/metering/loudness-meter.ts";
import { truePeakMeter } from "../../src/dsp/metering/true-peak-meter.ts";
import { processorChain } from "../../src/dsp/processor-chain.ts";
import { resampler } from "../../src/dsp/resample/resampler.ts";
import { activityDetector } from "../../src/dsp/silence/activity-detector.ts";
import { silenceDetector } from "../../src/dsp/silence/silence-detector.ts";
import { waveformPeaks } from "../../src/dsp/waveform/waveform-peaks.ts";
import { whiteNoise } from "./noise.ts";

type Work = (planes: readonly Float32Array[]) => void;

const FORMAT = { sampleRate: 48_000, channels: 2 };
const NOTHING = new Float32Array();
const BLOCKS = 20;
const ROUNDS = 5;
const ROUNDS_ANEW = 20;

const points = Array.from({ length: 400 }, (_, n) => ({ frame: n * 997, gain: n % 2 }));
const sections = butterworth({ type: "highpass", frequency: 80, order: 5 }, FORMAT.sampleRate);

const KINDS: Readonly<Record<string, () => Work>> = {
  activityDetector: () => activityDetector(FORMAT).add,
  biquadFilter: () => biquadFilter({ ...FORMAT, sections }).process,
  compressor: () => compressor(FORMAT).process,
  "compressor, RMS and look-ahead": () => compressor({ ...FORMAT, detector: "rms", lookahead: 0.01 }).process,
  dcBlocker: () => dcBlocker(FORMAT).process,
  firFilter: () => firFilter({ ...FORMAT, coefficients: [0.25, 0.5, 0.25] }).process,
  gainEnvelope: () => gainEnvelope({ ...FORMAT, points }).process,
  gate: () => gate(FORMAT).process,
  levelMeter: () => levelMeter(FORMAT).add,
  limiter: () => limiter({ ...FORMAT, ceiling: -6 }).process,
  loudnessMeter: () => loudnessMeter(FORMAT).add,
  polarity: () => polarity(FORMAT).process,
  processorChain: () => processorChain([polarity(FORMAT), dcBlocker(FORMAT)]).process,
  quantizer: () => quantizer({ ...FORMAT, bitsPerSample: 16 }).process,
  "quantizer with noise shaping": () =>
    quantizer({ ...FORMAT, bitsPerSample: 16, noiseShaping: "lipshitz" }).process,
  resampler: () => {
    const { push } = resampler({ from: 48_000, to: 44_100, channels: 2 });
    return (planes) => push(planes, () => {});
  },
  silenceDetector: () => silenceDetector(FORMAT).add,
  truePeakMeter: () => truePeakMeter(FORMAT).add,
  waveformPeaks: () => waveformPeaks(FORMAT).add,
};

const noise = [whiteNoise(16_384, 1), whiteNoise(16_384, 2)];

/** Lets each work on so many blocks, and gives the bytes of the heap per block. */
function bytesPerBlock(works: readonly Work[], frames: number, blocks: number): number {
  const inputs = noise.map((plane) => plane.subarray(0, frames));
  const planes = inputs.map((plane) => plane.slice());
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < works.length; n++) {
    for (let block = 0; block < blocks; block++) {
      // What comes out is not what went in.
      for (let channel = 0; channel < planes.length; channel++) {
        planes[channel]?.set(inputs[channel] ?? NOTHING);
      }
      works[n]?.(planes);
    }
  }
  return (process.memoryUsage().heapUsed - before) / (works.length * blocks);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const result: Record<string, unknown> = {};
for (const [name, make] of Object.entries(KINDS)) {
  const made = (count: number): readonly Work[] => Array.from({ length: count }, make);
  // What is not compiled yet keeps its numbers on the heap.
  bytesPerBlock(made(60), 128, BLOCKS);
  bytesPerBlock(made(60), 128, 200);
  const rounds = (measured: () => number): number => median(Array.from({ length: ROUNDS }, measured));
  const anew = Math.min(...Array.from({ length: ROUNDS_ANEW }, () => bytesPerBlock(made(20), 128, BLOCKS)));
  const works = made(1);
  bytesPerBlock(works, 128, 1000);
  bytesPerBlock(works, 16_384, 40);
  const block = rounds(() => bytesPerBlock(works, 128, 400));
  const frame = rounds(() => bytesPerBlock(works, 16_384, 20)) / 16_384;
  result[name] = { anew, block, frame };
}
process.stdout.write(`${JSON.stringify(result)}\n`);
