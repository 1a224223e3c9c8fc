import { Bench } from "tinybench";
import { newPlanes, planesWithin } from "../src/index.ts";
import { type DspStage, dspStages } from "./dsp-stages.ts";
import { music } from "./music.ts";
import { SAMPLE_RATE } from "./recordings.ts";

/** What was measured of one stage. */
export interface DspFigure {
  readonly name: string;
  /** Nanoseconds per stereo frame, by material. */
  readonly nanoseconds: Readonly<Record<string, number>>;
}

const SECONDS = 20;
const FRAMES = SECONDS * SAMPLE_RATE;
const CHANNELS = 2;

/** Frames of a block, as many as a reader would give at once. */
const BLOCK = 4096;

/** Times filters, dynamics and meters, in memory, over stereo at 44.1 kHz that is easy and hard for them. */
export async function timeDsp(): Promise<DspFigure[]> {
  const nanoseconds = new Map<string, Record<string, number>>();
  for (const [material, planes] of materials()) {
    for (const stage of dspStages({ sampleRate: SAMPLE_RATE, channels: CHANNELS })) {
      const figures = nanoseconds.get(stage.name) ?? {};
      figures[material] = (await timeStage(stage, planes)) * (1e6 / FRAMES);
      nanoseconds.set(stage.name, figures);
    }
  }
  return [...nanoseconds].map(([name, figures]) => ({ name, nanoseconds: figures }));
}

function materials(): Map<string, Float32Array[]> {
  const loud = music(SAMPLE_RATE, SECONDS, 1.2);
  return new Map([
    ["loud", loud],
    ["as loud as can be", loud.map((plane) => plane.map((sample) => Math.tanh(3 * sample)))],
    ["quiet", music(SAMPLE_RATE, SECONDS, 0.05)],
    ["silence after a second", loud.map((plane) => plane.slice().fill(0, SAMPLE_RATE))],
  ]);
}

/** Milliseconds for all of it, the least of some rounds: what else the machine does only adds to that. */
async function timeStage({ name, make }: DspStage, planes: readonly Float32Array[]): Promise<number> {
  const copy = newPlanes(CHANNELS, FRAMES);
  const blocks = Array.from({ length: Math.ceil(FRAMES / BLOCK) }, (_, block) =>
    planesWithin(copy, block * BLOCK, Math.min(FRAMES, (block + 1) * BLOCK)),
  );
  let take = make();
  const bench = new Bench({ time: 300, warmupTime: 100, throws: true });
  const run = () => {
    for (const block of blocks) take(block);
  };
  // What is processed in place has to be what it was, each time.
  const beforeEach = () => {
    copy.forEach((plane, channel) => {
      plane.set(planes[channel] ?? []);
    });
    take = make();
  };
  bench.add(name, run, { async: false, beforeEach });
  await bench.run();
  const result = bench.tasks[0]?.result;
  if (result?.state !== "completed") throw new Error(`${name}: ${result?.state}`);
  return result.latency.min;
}
