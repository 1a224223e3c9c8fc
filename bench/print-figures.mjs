import { readFileSync, writeSync } from "node:fs";

/** Prints what a process took since it began to work, and the most memory that it had resident, as JSON. */
export function printFigures(begun) {
  const innerMs = performance.now() - begun;
  writeSync(1, `${JSON.stringify({ innerMs, peakRssBytes: peakResidentBytes() })}\n`);
}

/** As the command does: what Linux counts for this program, without the larger one that has started it. */
function peakResidentBytes() {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
    if (kibibytes) return Number(kibibytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
