import type { WavRepair } from "../wav/edit/find-repairs.ts";
import { countText } from "./quantity.ts";

/** A number, an identifier, or an end, that is put right, as it is printed. */
export interface RepairedField {
  /** In words. */
  readonly what: string;
  /** Where it begins, in bytes from the start of the file. */
  readonly offset: number;
  readonly actual: number | string;
  readonly expected: number | string;
}

/** @param size bytes of the file before the repair */
export function repairedField(repair: WavRepair, size: number): RepairedField {
  const { what, offset, actual, expected, actualValue, expectedValue } = repair;
  if (actualValue !== undefined && expectedValue !== undefined) {
    return { what, offset, actual: actualValue, expected: expectedValue };
  }
  if (expected.length === 0) {
    return { what, offset, actual: countText(size - offset, "byte"), expected: "nothing" };
  }
  const missing = countText(expected.length - actual.length, "byte");
  return { what, offset, actual: "missing", expected: missing };
}
