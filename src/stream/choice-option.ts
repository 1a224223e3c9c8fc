import { optionError } from "./error.ts";

/**
 * Holds an option against the values that it may have.
 *
 * @param name without `options.`
 * @throws LongwaveError `options/invalid` unless it is one of `choices`
 */
export function checkChoiceOption(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const shown = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  throw optionError(`options.${name}`, shown, value);
}
