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

/** One row per contender: its time, its memory, and how its time stands beside that of Longwave. */
export function comparisonRows(measurements: readonly Measurement[]): string[][] {
  const own = measurements.find(({ name }) => name === "longwave");
  const rows = measurements.map((measurement) => [
    measurement.name,
    `${measurement.medianMs.toFixed(0)} ms`,
    measurement.peakBytes === undefined ? "" : `${(measurement.peakBytes / 2 ** 20).toFixed(1)} MiB`,
    own ? `${ratio(measurement, own).toFixed(2)}` : "",
    `${measurement.milliseconds.length} runs`,
  ]);
  return [["", "median", "peak memory", "time / longwave's", ""], ...rows];
}
