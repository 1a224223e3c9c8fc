/** Keeps account of how long a job has been waiting for what no worker reads by itself. */
export class OutsideWait {
  /** When each of its waits began, in milliseconds. */
  readonly #begun = new Set<{ readonly at: number }>();

  /** For how long the job has been waiting for the same thing, in milliseconds; 0 while it waits for nothing. */
  get milliseconds(): number {
    let longest = 0;
    for (const { at } of this.#begun) longest = Math.max(longest, performance.now() - at);
    return longest;
  }

  /** Waits for an answer. */
  async for<T>(answer: Promise<T>): Promise<T> {
    const wait = { at: performance.now() };
    this.#begun.add(wait);
    try {
      return await answer;
    } finally {
      this.#begun.delete(wait);
    }
  }

  /** The same stream, with the times between its pieces kept account of. */
  async *pieces<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
    const iterator = stream[Symbol.asyncIterator]();
    let isOver = false;
    try {
      for (;;) {
        const { done = false, value } = await this.for(iterator.next()).catch((error: unknown) => {
          isOver = true;
          throw error;
        });
        isOver = done;
        if (done) return;
        yield value;
      }
    } finally {
      if (!isOver) await iterator.return?.();
    }
  }
}
