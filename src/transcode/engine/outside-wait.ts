import type { ByteSource } from "../../stream/byte-source.ts";

/** Keeps account of how long a job has been waiting for what no worker reads by itself: a source's answer, a stream's next piece. */
export class OutsideWait {
  /** When each of its waits began, in milliseconds. */
  readonly #begun = new Set<{ readonly at: number }>();

  /** For how long the job has been waiting for the same thing, in milliseconds; 0 while it waits for nothing. */
  get milliseconds(): number {
    let longest = 0;
    for (const { at } of this.#begun) longest = Math.max(longest, performance.now() - at);
    return longest;
  }

  /** The same source, with its answers' times kept account of. */
  source(source: ByteSource): Pick<ByteSource, "size" | "read"> {
    return {
      size: source.size,
      read: (offset, into, signal) => {
        const end = this.#begin();
        return source.read(offset, into, signal).finally(end);
      },
    };
  }

  /** The same stream, with the times between its pieces kept account of. */
  async *pieces<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
    let end = this.#begin();
    try {
      for await (const piece of stream) {
        end();
        yield piece;
        end = this.#begin();
      }
    } finally {
      end();
    }
  }

  #begin(): () => void {
    const wait = { at: performance.now() };
    this.#begun.add(wait);
    return () => this.#begun.delete(wait);
  }
}
