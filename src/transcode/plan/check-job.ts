import { optionError } from "../../stream/error.ts";
import { checkOptionType } from "../../stream/option-type.ts";
import type { JobOptions } from "../transcode-options.ts";

/**
 * Holds the wishes for how a job runs against what there is.
 *
 * @throws LongwaveError `options/invalid`
 */
export function checkJob(options: JobOptions): void {
  const { strict, signal, timeLimit, onProgress } = options;
  checkOptionType("strict", strict, "boolean");
  checkOptionType("signal", signal, "signal");
  checkOptionType("onProgress", onProgress, "function");
  if (timeLimit !== undefined && !(typeof timeLimit === "number" && timeLimit > 0)) {
    throw optionError("options.timeLimit", "more than 0 s", timeLimit);
  }
}
