import { Bench } from "tinybench";
import type { Contender } from "./contenders.ts";

/** What was measured of a contender. */
export interface Measurement {
  readonly name: string;
  /** Milliseconds, one per run, in the order of the runs. */
  readonly milliseconds: readonly number[];
  readonly medianMs: number;
  readonly peakBytes?: number;
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
  const peaks = new Map<string, number>();
  const rounds = Math.max(...contenders.map((contender) => contender.rounds));
  for (let round = 0; round < rounds; round++) {
    onRound(round + 1, rounds);
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true, throws: true });
    // Each round begins with another one: who follows a slow disk is slowed down by it.
    const first = round % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      if (round >= contender.rounds) continue;
      bench.add(
        contender.name,
        () => {
          const peak = contender.run();
          if (peak !== undefined) peaks.set(contender.name, Math.max(peak, peaks.get(contender.name) ?? 0));
        },
        { async: false, beforeEach: () => contender.prepare() },
      );
    }
    await bench.run();
    for (const task of bench.tasks) {
      const { result } = task;
      if (result.state !== "completed") throw new Error(`${task.name}: ${result.state}`);
      milliseconds.get(task.name)?.push(...(result.latency.samples ?? []));
    }
  }
  return contenders.map(({ name }) => {
    const samples = milliseconds.get(name) ?? [];
    const peakBytes = peaks.get(name);
    return {
      name,
      milliseconds: samples,
      medianMs: median(samples),
      ...(peakBytes !== undefined && { peakBytes }),
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
