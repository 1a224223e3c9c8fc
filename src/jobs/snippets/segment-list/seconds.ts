import { parseTime } from "../../../audio/time.ts";

/**
 * The seconds that a cell holds: a number as programs write it (with a sign or an exponent, `-0.5`, `3e-05`), or a
 * time as people write it. NaN when it is neither.
 */
export function parseSeconds(cell: string): number {
  const number = cell.trim() === "" ? Number.NaN : Number(cell);
  return Number.isNaN(number) ? parseTime(cell) : number;
}
