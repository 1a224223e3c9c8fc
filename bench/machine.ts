import { cpus, loadavg, totalmem } from "node:os";

/** What figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly platform: string;
}

/** This one. */
export const MACHINE: Machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryBytes: totalmem(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
};

/** How many processes wanted to run in the last minute, on average, those of the benchmarks included. */
export function load(): number {
  return loadavg()[0] ?? Number.NaN;
}
