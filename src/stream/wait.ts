/** Settles as `work` does, or rejects with the signal's reason as soon as it fires, whatever `work` goes on doing. */
export function abortable<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    const settled = () => signal.removeEventListener("abort", give);
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
    work.finally(settled).then(resolve, reject);
  });
}

/** Many waits, one after another, that one signal ends. */
export interface AbortableWaits {
  /** `abortable` for this signal. */
  for<T>(work: Promise<T>): Promise<T>;
  /** Lets go of the signal. */
  release(): void;
}

/** `abortable` for a loop: one listener serves all its waits, which takes a fifth of the time. */
export function abortableWaits(signal: AbortSignal | undefined): AbortableWaits {
  if (signal === undefined) return { for: (work) => work, release: () => {} };
  let giveUp: ((reason: unknown) => void) | undefined;
  const onAbort = () => giveUp?.(signal.reason);
  signal.addEventListener("abort", onAbort);
  return {
    for: <T>(work: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        giveUp = reject;
        work.then(resolve, reject);
      }),
    release: () => signal.removeEventListener("abort", onAbort),
  };
}

/** Sleeps for `milliseconds`, or rejects with the signal's reason as soon as it fires. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slept = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await abortable(slept, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Settles as `work` does when that takes at most `milliseconds`; rejects with `late()` after that. */
export async function within<T>(
  work: Promise<T>,
  milliseconds: number,
  late: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alarm = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await abortable(Promise.race([work, alarm]), signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Where it is Node: there, up to 1000 messages of a port come before the first timer. */
const scope = globalThis as { setImmediate?(run: () => void): unknown };

/** One for all who wait for their turn, because a channel takes much to make. */
let channel: MessageChannel | undefined;
const inTurn: (() => void)[] = [];

/** Lets whatever waits for its turn (answers, timers, a page that is drawn) go first. A timer would wait for longer. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (scope.setImmediate) scope.setImmediate(resolve);
    else queueMessage(resolve);
  });
}

function queueMessage(run: () => void): void {
  channel ??= new MessageChannel();
  // A port that nobody listens to keeps no process alive.
  channel.port1.onmessage ??= nextInTurn;
  inTurn.push(run);
  channel.port2.postMessage(undefined);
}

function nextInTurn(): void {
  inTurn.shift()?.();
  if (channel && inTurn.length === 0) channel.port1.onmessage = null;
}

/**
 * For long computations, which call what this gives again and again: it lets others go first when so many milliseconds have
 * passed since it last did.
 */
export function givesWay(milliseconds: number): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < milliseconds) return;
    await nextTask();
    begun = performance.now();
  };
}

/** What `setTimeout` can hold, in milliseconds; it fires at once when given more. */
export const LONGEST_TIMEOUT_MS: number = 2 ** 31 - 1;
