import { Bench } from "tinybench";
import type { Contender, RunFigures } from "./contender.ts";

/** What was measured of a contender. */
export interface Measurement {
  readonly name: string;
  /** Milliseconds, one per run, in the order of the runs. */
  readonly milliseconds: readonly number[];
  readonly medianMs: number;
  /** Medians, as of `RunFigures`. */
  readonly innerMs?: number;
  readonly cpuMs?: number;
  /** The most of all runs. */
  readonly peakBytes?: number;
  readonly audioSeconds?: number;
}

/**
 * Times the contenders in turns, one run of each per round, so that a machine that grows slower does so for all of
 * them.
 */
export async function timeInTurns(
  contenders: readonly Contender[],
  onRound: (round: number, rounds: number) => void,
): Promise<Measurement[]> {
  const milliseconds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const figures = new Map<string, RunFigures[]>(contenders.map(({ name }) => [name, []]));
  const rounds = Math.max(0, ...contenders.map((contender) => contender.rounds));
  for (let round = 0; round < rounds; round++) {
    onRound(round + 1, rounds);
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true, throws: true });
    // Each round begins with another one: who follows a slow disk is slowed down by it.
    const first = round % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      if (round >= contender.rounds) continue;
      bench.add(contender.name, () => void figures.get(contender.name)?.push(contender.run()), {
        async: false,
        beforeEach: () => contender.prepare(),
      });
    }
    await bench.run();
    for (const task of bench.tasks) {
      const { result } = task;
      if (result.state !== "completed") throw new Error(`${task.name}: ${result.state}`);
      milliseconds.get(task.name)?.push(...(result.latency.samples ?? []));
    }
  }
  return contenders.map(({ name, audioSeconds }) => {
    const samples = milliseconds.get(name) ?? [];
    const runs = figures.get(name) ?? [];
    const [inner, cpu, peak] = (["innerMs", "cpuMs", "peakBytes"] as const).map((key) =>
      runs.map((run) => run[key] ?? Number.NaN).filter((value) => !Number.isNaN(value)),
    );
    return {
      name,
      milliseconds: samples,
      medianMs: median(samples),
      ...(inner?.length && { innerMs: median(inner) }),
      ...(cpu?.length && { cpuMs: median(cpu) }),
      ...(peak?.length && { peakBytes: Math.max(...peak) }),
      ...(audioSeconds !== undefined && { audioSeconds }),
    };
  });
}

/** The middle value; half of the values are below it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** How many times longer `slow` took than `fast`, by the median over the rounds in which both ran. */
export function ratio(slow: Measurement, fast: Measurement): number {
  const rounds = Math.min(slow.milliseconds.length, fast.milliseconds.length);
  return median(
    Array.from(
      { length: rounds },
      (_, round) => (slow.milliseconds[round] ?? 0) / (fast.milliseconds[round] ?? 0),
    ),
  );
}
