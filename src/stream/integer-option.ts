import { optionError } from "./error.ts";

/**
 * Holds an option against its range.
 *
 * @param name without `options.`
 * @throws LongwaveError `options/invalid` unless it is an integer of at least `least`
 */
export function checkIntegerOption(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw optionError(`options.${name}`, `an integer of at least ${least}`, value);
}
