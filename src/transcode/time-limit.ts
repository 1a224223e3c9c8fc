import { LongwaveError } from "../stream/error.ts";
import { LONGEST_TIMEOUT_MS } from "../stream/wait.ts";
import type { JobOptions } from "./transcode-options.ts";

/**
 * Runs something that its signal ends when the time limit has passed: all of it, however many runs of ffmpeg it
 * takes.
 *
 * @param options of which {@link checkJob} has nothing to say
 * @throws LongwaveError `media/time-limit`; what `run` throws
 */
export async function withinTimeLimit<Options extends JobOptions, Result>(
  options: Options,
  run: (options: Options) => Promise<Result>,
): Promise<Result> {
  const { timeLimit, signal } = options;
  if (timeLimit === undefined) return run(options);
  const controller = new AbortController();
  const end = () => controller.abort(lateError(timeLimit));
  const timer = setTimeout(end, Math.min(timeLimit * 1000, LONGEST_TIMEOUT_MS));
  const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
  try {
    return await run({ ...options, signal: either });
  } finally {
    clearTimeout(timer);
  }
}

function lateError(timeLimit: number): LongwaveError {
  return new LongwaveError(
    "media/time-limit",
    `the job took longer than its time limit of ${timeLimit} s, and was stopped: give it more, or a part with from and to`,
    { expected: timeLimit },
  );
}
