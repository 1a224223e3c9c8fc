import { abortable } from "./wait.ts";

/** Waits for the work, or until the caller's own signal fires. */
export type Join<T> = (signal?: AbortSignal) => Promise<T>;

/**
 * Starts a piece of work that several callers may wait for. One who gives up does not take it from the others: it is
 * aborted only when the last of them has given up. The caller must join it at once.
 *
 * @param abandoned told then, before the work itself hears of it
 */
export function sharedWork<T>(start: (signal: AbortSignal) => Promise<T>, abandoned: () => void): Join<T> {
  const controller = new AbortController();
  const work = start(controller.signal);
  let waiting = 0;
  return async (signal) => {
    waiting += 1;
    try {
      return await abortable(work, signal);
    } finally {
      waiting -= 1;
      if (waiting === 0 && signal?.aborted) {
        abandoned();
        controller.abort(signal.reason);
      }
    }
  };
}
