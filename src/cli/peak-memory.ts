import { readFileSync } from "node:fs";

/**
 * The most memory that this process has had resident, in bytes.
 *
 * Linux counts it per program (VmHWM of proc(5)). What getrusage(2) gives, which serves elsewhere, includes the
 * program that was replaced when this one started, so a large parent would be counted as ours.
 */
export function peakResidentBytes(): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
    if (kibibytes) return Number(kibibytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
