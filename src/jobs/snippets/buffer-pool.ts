/** A fixed number of buffers that are lent out one by one; who comes when all are out waits. */
export interface BufferPool {
  /** Lends one, in the order of asking. */
  take(): Promise<Uint8Array>;
  /** Takes one back for the next. */
  give(buffer: Uint8Array): void;
  /** Replaces one that may still be written to by somebody who was not waited for. */
  replace(): void;
}

/**
 * @param count how many are out at the same time; this bounds the work that is done with them
 * @param bytes length of each; memory is taken only for those that are used
 */
export function bufferPool(count: number, bytes: number): BufferPool {
  const free: Uint8Array[] = [];
  const waiting: ((buffer: Uint8Array) => void)[] = [];
  let unmade = count;

  function give(buffer: Uint8Array): void {
    const next = waiting.shift();
    if (next) next(buffer);
    else free.push(buffer);
  }

  return {
    take() {
      const buffer = free.pop();
      if (buffer) return Promise.resolve(buffer);
      if (unmade > 0) {
        unmade--;
        return Promise.resolve(new Uint8Array(bytes));
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    give,
    replace: () => give(new Uint8Array(bytes)),
  };
}
