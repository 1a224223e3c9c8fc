import {
  type AudioFormat,
  biquad,
  biquadFilter,
  compressor,
  gate,
  levelMeter,
  limiter,
  loudnessMeter,
  type Meter,
  type Processor,
  processorChain,
  truePeakMeter,
} from "../src/index.ts";

/** Something that audio goes through, in place, or past. */
export interface DspStage {
  readonly name: string;
  /** A new one; what it gives takes a block. */
  make(): (planes: Float32Array[]) => void;
}

/** Filters, dynamics and meters, alone, and the chain of the benchmarks. */
export function dspStages(format: AudioFormat): DspStage[] {
  const { sampleRate, channels } = format;
  const sections = [
    biquad({ type: "lowshelf", frequency: 100, gain: 3 }, sampleRate),
    biquad({ type: "peaking", frequency: 400, gain: -2, q: 1.2 }, sampleRate),
    biquad({ type: "peaking", frequency: 3000, gain: 2, q: 0.9 }, sampleRate),
    biquad({ type: "highshelf", frequency: 9000, gain: 3 }, sampleRate),
  ];
  const equalizer = () => biquadFilter({ channels, sections });
  const compressed = () => compressor({ ...format, threshold: -18, ratio: 3, makeup: 6 });
  return [
    stage("equalizer, 4 sections", equalizer),
    stage("compressor", compressed),
    stage("compressor, rms, look-ahead", () =>
      compressor({ ...format, detector: "rms", lookahead: 0.005, makeup: 6 }),
    ),
    stage("gate", () => gate(format)),
    stage("limiter, samples", () => limiter({ ...format, truePeak: false })),
    stage("limiter", () => limiter(format)),
    stage("limiter at -6 dBTP", () => limiter({ ...format, ceiling: -6 })),
    stage("equalizer + compressor + limiter", () =>
      processorChain([equalizer(), compressed(), limiter(format)]),
    ),
    meterStage("levels", () => levelMeter({ channels })),
    meterStage("true peak", () => truePeakMeter(format)),
    meterStage("loudness", () => loudnessMeter(format)),
  ];
}

function stage(name: string, make: () => Processor): DspStage {
  return { name, make: () => make().process };
}

function meterStage(name: string, make: () => Meter): DspStage {
  return { name: `${name} (meter)`, make: () => make().add };
}
