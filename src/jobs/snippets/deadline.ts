import { LongwaveError } from "../../stream/error.ts";

/** A signal that is aborted by a caller's signal, or by the time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the clock and lets go of the caller's signal. */
  release(): void;
}

/**
 * Begins a time limit. When it runs out, the signal's reason is a LongwaveError `snippets/timeout`.
 *
 * (`AbortSignal.any` with `AbortSignal.timeout` would keep the timer and a record at the caller's signal after the
 * work is done.)
 */
export function beginDeadline(milliseconds: number, caller: AbortSignal | undefined, what: string): Deadline {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(caller?.reason);
  const timer = setTimeout(() => {
    const message = `${what} took longer than its time limit of ${milliseconds / 1000} s`;
    controller.abort(new LongwaveError("snippets/timeout", message, { expected: milliseconds }));
  }, milliseconds);
  if (caller?.aborted) onAbort();
  caller?.addEventListener("abort", onAbort);
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    },
  };
}
