/** Where in the control words what stands. */
const TURN = 0;
const ANSWER = 1;
const LENGTH = 2;

const CONTROL_BYTES = 16;
const OFFSET_BYTES = 8;
const HEAD_BYTES = CONTROL_BYTES + OFFSET_BYTES;

const IDLE = 0;
const ASKED = 1;
const OVER = 2;

/** What stands for a failure in place of a number of bytes. */
const FAILED = -1;

/** The most that is asked for at once. The first answer of a far server should not take long. */
export const ANSWER_BYTES: number = 512 * 1024;

/** What is asked for. */
export interface Wanted {
  readonly offset: number;
  readonly length: number;
}

/**
 * "Give me these bytes", asked by a thread that sleeps until it is answered, through memory that both threads
 * share. One question at a time.
 */
export class Question {
  /** What the other thread is given. */
  readonly shared: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #offset: Float64Array;
  readonly #data: Uint8Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#control = new Int32Array(shared, 0, CONTROL_BYTES / 4);
    this.#offset = new Float64Array(shared, CONTROL_BYTES, 1);
    this.#data = new Uint8Array(shared, HEAD_BYTES);
  }

  /** A new one, whose answers are up to `ANSWER_BYTES` long. */
  static create(): Question {
    return new Question(new SharedArrayBuffer(HEAD_BYTES + ANSWER_BYTES));
  }

  /**
   * Sleeps until the bytes are there.
   *
   * @returns how many they are, or `undefined` when they could not be had
   */
  ask(offset: number, into: Uint8Array): number | undefined {
    this.#offset[0] = offset;
    Atomics.store(this.#control, LENGTH, Math.min(into.length, this.#data.length));
    if (Atomics.compareExchange(this.#control, TURN, IDLE, ASKED) !== IDLE) return undefined;
    Atomics.notify(this.#control, TURN);
    Atomics.wait(this.#control, TURN, ASKED);
    const count = Atomics.load(this.#control, ANSWER);
    if (Atomics.load(this.#control, TURN) === OVER || count === FAILED) return undefined;
    into.set(this.#data.subarray(0, count));
    return count;
  }

  /** Waits until something is asked; `undefined` when nothing will be any more. */
  async next(): Promise<Wanted | undefined> {
    for (;;) {
      const turn = Atomics.load(this.#control, TURN);
      if (turn === OVER) return undefined;
      if (turn === ASKED) {
        return { offset: this.#offset[0] ?? 0, length: Atomics.load(this.#control, LENGTH) };
      }
      await Atomics.waitAsync(this.#control, TURN, turn).value;
    }
  }

  /** Answers with these bytes, or, with none, that they cannot be had. */
  answer(bytes: Uint8Array | undefined): void {
    if (bytes) this.#data.set(bytes);
    Atomics.store(this.#control, ANSWER, bytes ? bytes.length : FAILED);
    Atomics.compareExchange(this.#control, TURN, ASKED, IDLE);
    Atomics.notify(this.#control, TURN);
  }

  /** Nothing will be answered any more. Whoever sleeps wakes up. */
  end(): void {
    Atomics.store(this.#control, TURN, OVER);
    Atomics.notify(this.#control, TURN);
  }
}
