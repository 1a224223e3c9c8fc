import { optionError } from "./error.ts";

/**
 * Holds an option against its range.
 *
 * @param name without `options.`
 * @param least minus infinity where there is no limit
 * @param most infinity where there is no limit; the number itself must be finite all the same
 * @throws LongwaveError `options/invalid` unless it is a finite number from `least` to `most`
 */
export function checkNumberOption(
  name: string,
  value: number,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): void {
  if (Number.isFinite(value) && value >= least && value <= most) return;
  throw optionError(`options.${name}`, `a number ${rangeText(least, most)}`.trim(), value);
}

function rangeText(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY)
    return least === Number.NEGATIVE_INFINITY ? "" : `of at least ${least}`;
  return least === Number.NEGATIVE_INFINITY ? `of at most ${most}` : `from ${least} to ${most}`;
}
