import { type Measurement, ratio } from "./whole-process.ts";

/** Prints rows of cells in columns. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  console.log(`\n${title}`);
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
}

/**
 * One row per contender: its time, what of that was its work, its processors' time, its memory, and how its time stands
 * beside ours, which is the first. What nobody tells has no column.
 */
export function comparisonRows(measurements: readonly Measurement[]): string[][] {
  const [own] = measurements;
  const columns: readonly (readonly [string, (measurement: Measurement) => string])[] = [
    ["", ({ name }) => name],
    ["median", ({ medianMs }) => `${medianMs.toFixed(0)} ms`],
    ["without start-up", ({ innerMs }) => (innerMs === undefined ? "" : `${innerMs.toFixed(0)} ms`)],
    ["processor time", ({ cpuMs }) => (cpuMs === undefined ? "" : `${cpuMs.toFixed(0)} ms`)],
    ["times real time", (measurement) => timesRealTime(measurement)?.toFixed(0) ?? ""],
    ["peak memory", ({ peakBytes }) => (peakBytes === undefined ? "" : mebibytes(peakBytes))],
    ["time / longwave's", (measurement) => (own ? ratio(measurement, own).toFixed(2) : "")],
    ["", ({ milliseconds }) => `${milliseconds.length} ${milliseconds.length === 1 ? "run" : "runs"}`],
  ];
  const used = columns.filter(([, cell]) => measurements.some((measurement) => cell(measurement) !== ""));
  return [
    used.map(([title]) => title),
    ...measurements.map((measurement) => used.map(([, cell]) => cell(measurement))),
  ];
}

/** Seconds of audio per second; undefined where there is no audio to count. */
export function timesRealTime({ audioSeconds, medianMs }: Measurement): number | undefined {
  return audioSeconds === undefined ? undefined : (audioSeconds * 1000) / medianMs;
}

/** Memory, for people. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
