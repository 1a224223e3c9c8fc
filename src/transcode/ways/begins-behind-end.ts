import { type LongwaveError, optionError } from "../../stream/error.ts";

/**
 * Says that a part would begin where there is no sound any more.
 *
 * @param from seconds
 * @param end seconds, `end` in the details too
 */
export function beginsBehindEnd(from: number | undefined, end: number): LongwaveError {
  return optionError("options.from", `before the end, ${end} s`, from, { end });
}
