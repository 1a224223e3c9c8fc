import { Bench } from "tinybench";
import { RESAMPLE_QUALITIES, type ResampleQuality } from "../src/dsp/resample/resample-quality.ts";
import { resampler } from "../src/index.ts";

/** How long a conversion of the sample rate takes, of one channel. */
export interface ResamplerFigure {
  readonly from: number;
  readonly to: number;
  readonly quality: ResampleQuality;
  readonly nanosecondsPerOutputFrame: number;
  readonly timesRealTime: number;
}

const RATES: readonly (readonly [from: number, to: number])[] = [
  [44_100, 16_000],
  [48_000, 16_000],
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 44_100],
  [44_100, 44_101],
  [8_000, 192_000],
  [192_000, 8_000],
];
const SECONDS = 5;

/** Frames that are pushed at once. */
const BLOCK = 4096;

/** Times the resampler in memory, at usual rates and at awkward ones; the least of some rounds. */
export async function timeResampler(): Promise<ResamplerFigure[]> {
  const input = [Float32Array.from({ length: BLOCK }, (_, frame) => Math.sin(frame * frame * 0.7))];
  const figures: ResamplerFigure[] = [];
  for (const [from, to] of RATES) {
    const bench = new Bench({ time: 200, warmupTime: 50, throws: true });
    for (const quality of RESAMPLE_QUALITIES) {
      const machine = resampler({ from, to, channels: 1, quality });
      const run = () => {
        for (let pushed = 0; pushed < from * SECONDS; pushed += BLOCK) machine.push(input, () => {});
      };
      bench.add(quality, run, { async: false });
    }
    await bench.run();
    for (const [index, quality] of RESAMPLE_QUALITIES.entries()) {
      const result = bench.tasks[index]?.result;
      if (result?.state !== "completed") throw new Error(`${from} to ${to} Hz, ${quality}: ${result?.state}`);
      const seconds = (Math.ceil((from * SECONDS) / BLOCK) * BLOCK) / from;
      const nanosecondsPerOutputFrame = (result.latency.min * 1e6) / (to * seconds);
      figures.push({
        from,
        to,
        quality,
        nanosecondsPerOutputFrame,
        timesRealTime: 1e9 / (nanosecondsPerOutputFrame * to),
      });
    }
  }
  return figures;
}
