/** Waits that an `AbortSignal` ends, one at a time. */
export interface AbortableWait {
  /** Settles as `promise` does, or rejects with the signal's reason as soon as it is aborted. */
  for<T>(promise: Promise<T>): Promise<T>;
  /** Lets go of the signal. */
  release(): void;
}

/**
 * Makes waits end with a signal even where what is waited for does not listen to it (a hung disk, a stalled server).
 *
 * One listener serves all waits: `Promise.race` against one long-lived promise would hold a record of each until the
 * end, which a long copy would notice.
 */
export function abortableWait(signal: AbortSignal | undefined): AbortableWait {
  if (!signal) return { for: (promise) => promise, release: () => {} };
  let rejectWait: ((reason: unknown) => void) | undefined;
  const onAbort = (): void => rejectWait?.(signal.reason);
  signal.addEventListener("abort", onAbort);
  return {
    for: <T>(promise: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        rejectWait = reject;
        promise.then(resolve, reject);
      }),
    release: () => signal.removeEventListener("abort", onAbort),
  };
}
