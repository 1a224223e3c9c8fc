/** Where in the control words what stands. */
const SIGNAL = 0;
const WRITTEN = 1;
const TAKEN = 2;
const STATE = 3;
const WAITING = 4;

const CONTROL_BYTES = 32;

const OPEN = 0;
const ENDED = 1;
const GIVEN_UP = 2;

/**
 * Bytes in order from one thread to another, through memory that both share. One thread writes, one reads; each may wait
 * asleep (in a worker) or by a promise (where nobody may sleep).
 *
 * How much was written and how much was taken are counted modulo twice the capacity, so that full and empty differ.
 */
export class Ring {
  /** What the other thread is given. */
  readonly shared: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #data: Uint8Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#control = new Int32Array(shared, 0, CONTROL_BYTES / Int32Array.BYTES_PER_ELEMENT);
    this.#data = new Uint8Array(shared, CONTROL_BYTES);
  }

  /** A ring that holds `capacity` bytes. */
  static holding(capacity: number): Ring {
    return new Ring(new SharedArrayBuffer(CONTROL_BYTES + capacity));
  }

  /** Bytes that can be taken now. */
  get filled(): number {
    const span = 2 * this.#data.length;
    return (this.#load(WRITTEN) - this.#load(TAKEN) + span) % span;
  }

  /** Whether the writer has ended, and everything was taken. */
  get isDrained(): boolean {
    return this.#load(STATE) !== OPEN && this.filled === 0;
  }

  /** Whether the reader wants no more. */
  get isGivenUp(): boolean {
    return this.#load(STATE) === GIVEN_UP;
  }

  /** Writes as much of `bytes` as there is room for; returns how much that was. */
  put(bytes: Uint8Array): number {
    const { length } = this.#data;
    const written = this.#load(WRITTEN);
    const count = Math.min(bytes.length, length - this.filled);
    if (count === 0) return 0;
    const start = written % length;
    const first = Math.min(count, length - start);
    this.#data.set(bytes.subarray(0, first), start);
    this.#data.set(bytes.subarray(first, count), 0);
    this.#store(WRITTEN, (written + count) % (2 * length));
    return count;
  }

  /** Takes up to `into.length` bytes; returns how many there were. */
  take(into: Uint8Array): number {
    const { length } = this.#data;
    const taken = this.#load(TAKEN);
    const count = Math.min(into.length, this.filled);
    if (count === 0) return 0;
    const start = taken % length;
    const first = Math.min(count, length - start);
    into.set(this.#data.subarray(start, start + first));
    into.set(this.#data.subarray(0, count - first), first);
    this.#store(TAKEN, (taken + count) % (2 * length));
    return count;
  }

  /** The writer has no more. */
  end(): void {
    Atomics.compareExchange(this.#control, STATE, OPEN, ENDED);
    this.#wake();
  }

  /** The reader wants no more. */
  giveUp(): void {
    this.#store(STATE, GIVEN_UP);
  }

  /** Sleeps until there is something to take, or the end. */
  sleepWhileEmpty(): void {
    this.#sleepUntil(() => this.#hasNews);
  }

  /** Sleeps until there is room, or nobody reads any more. */
  sleepWhileFull(): void {
    this.#sleepUntil(() => this.#hasRoom);
  }

  /** Waits until there is something to take, or the end. */
  whileEmpty(): Promise<void> {
    return this.#until(() => this.#hasNews);
  }

  /** Waits until there is room, or nobody reads any more. */
  whileFull(): Promise<void> {
    return this.#until(() => this.#hasRoom);
  }

  get #hasNews(): boolean {
    return this.filled > 0 || this.#load(STATE) !== OPEN;
  }

  get #hasRoom(): boolean {
    return this.filled < this.#data.length || this.isGivenUp;
  }

  #sleepUntil(isReached: () => boolean): void {
    Atomics.add(this.#control, WAITING, 1);
    for (;;) {
      const seen = this.#load(SIGNAL);
      if (isReached()) break;
      Atomics.wait(this.#control, SIGNAL, seen);
    }
    Atomics.sub(this.#control, WAITING, 1);
  }

  async #until(isReached: () => boolean): Promise<void> {
    Atomics.add(this.#control, WAITING, 1);
    for (;;) {
      const seen = this.#load(SIGNAL);
      if (isReached()) break;
      await Atomics.waitAsync(this.#control, SIGNAL, seen).value;
    }
    Atomics.sub(this.#control, WAITING, 1);
  }

  #load(word: number): number {
    return Atomics.load(this.#control, word);
  }

  #store(word: number, value: number): void {
    Atomics.store(this.#control, word, value);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#control, SIGNAL, 1);
    // Waking takes 40 µs even where nobody sleeps.
    if (this.#load(WAITING) > 0) Atomics.notify(this.#control, SIGNAL);
  }
}
