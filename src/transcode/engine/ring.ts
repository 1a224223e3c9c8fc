/** Where in the control words what stands. */
const SIGNAL = 0;
const WRITTEN = 1;
const TAKEN = 2;
const STATE = 3;
/** How many wait for bytes, and how many bytes are enough for one of them. */
const READERS = 4;
const BYTES_NEEDED = 5;
/** How many wait for room, and how much is enough for one of them. */
const WRITERS = 6;
const ROOM_NEEDED = 7;

const CONTROL_BYTES = 32;

const OPEN = 0;
const ENDED = 1;
const GIVEN_UP = 2;

/**
 * Shared memory is copied by words where both sides begin at the same place of one, and ten times more slowly
 * by bytes elsewhere.
 */
const WORD_BYTES = 8;
const SCRATCH_BYTES = 64 * 1024;

/**
 * Bytes in order from one thread to another, through memory that both share. One thread writes, one reads; each
 * may wait asleep (in a worker) or by a promise (where nobody may sleep).
 *
 * How much was written and how much was taken are counted modulo twice the capacity, so that full and empty
 * differ.
 */
export class Ring {
  /** What the other thread is given. */
  readonly shared: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #data: Uint8Array;
  #scratch: Uint8Array | undefined;

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
    this.#copy(bytes.subarray(0, first), this.#data.subarray(start, start + first));
    this.#copy(bytes.subarray(first, count), this.#data.subarray(0, count - first));
    Atomics.store(this.#control, WRITTEN, (written + count) % (2 * length));
    Atomics.add(this.#control, SIGNAL, 1);
    if (this.#load(READERS) > 0 && this.filled >= this.#load(BYTES_NEEDED)) this.#notify();
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
    this.#copy(this.#data.subarray(start, start + first), into.subarray(0, first));
    this.#copy(this.#data.subarray(0, count - first), into.subarray(first, count));
    Atomics.store(this.#control, TAKEN, (taken + count) % (2 * length));
    Atomics.add(this.#control, SIGNAL, 1);
    if (this.#load(WRITERS) > 0 && this.#room >= this.#load(ROOM_NEEDED)) this.#notify();
    return count;
  }

  /** The writer has no more. */
  end(): void {
    Atomics.compareExchange(this.#control, STATE, OPEN, ENDED);
    Atomics.add(this.#control, SIGNAL, 1);
    this.#notify();
  }

  /** The reader wants no more. */
  giveUp(): void {
    Atomics.store(this.#control, STATE, GIVEN_UP);
    Atomics.add(this.#control, SIGNAL, 1);
    this.#notify();
  }

  /** Sleeps until there is something to take, or the end. */
  sleepWhileEmpty(): void {
    this.#sleep(READERS, 1);
  }

  /** Sleeps until a quarter is free, or nobody reads any more. */
  sleepWhileFull(): void {
    if (this.#room === 0) this.#sleep(WRITERS, this.#data.length / 4);
  }

  /** Waits until `count` bytes, or half of what there is room for, can be taken, or until the end. */
  whileEmpty(count = 1): Promise<void> {
    return this.#wait(READERS, Math.min(count, this.#data.length / 2));
  }

  /** Waits until a quarter is free, or nobody reads any more. */
  async whileFull(): Promise<void> {
    if (this.#room === 0) await this.#wait(WRITERS, this.#data.length / 4);
  }

  get #room(): number {
    return this.#data.length - this.filled;
  }

  #isEnough(who: typeof READERS | typeof WRITERS, count: number): boolean {
    if (who === READERS) return this.filled >= count || this.#load(STATE) !== OPEN;
    return this.#room >= count || this.isGivenUp;
  }

  #sleep(who: typeof READERS | typeof WRITERS, count: number): void {
    this.#enter(who, count);
    for (;;) {
      const seen = this.#load(SIGNAL);
      if (this.#isEnough(who, count)) break;
      Atomics.wait(this.#control, SIGNAL, seen);
    }
    Atomics.sub(this.#control, who, 1);
  }

  async #wait(who: typeof READERS | typeof WRITERS, count: number): Promise<void> {
    this.#enter(who, count);
    for (;;) {
      const seen = this.#load(SIGNAL);
      if (this.#isEnough(who, count)) break;
      await Atomics.waitAsync(this.#control, SIGNAL, seen).value;
    }
    Atomics.sub(this.#control, who, 1);
  }

  /** Says how much is worth waking for: where several wait, what is enough for the first of them. */
  #enter(who: typeof READERS | typeof WRITERS, count: number): void {
    const needed = who === READERS ? BYTES_NEEDED : ROOM_NEEDED;
    const isAlone = this.#load(who) === 0;
    Atomics.store(this.#control, needed, isAlone ? count : Math.min(count, this.#load(needed)));
    Atomics.add(this.#control, who, 1);
  }

  #copy(from: Uint8Array, to: Uint8Array): void {
    if ((from.byteOffset - to.byteOffset) % WORD_BYTES === 0) {
      to.set(from);
      return;
    }
    // By way of memory that is not shared, which begins where the shared one does.
    this.#scratch ??= new Uint8Array(SCRATCH_BYTES + WORD_BYTES);
    const shared = from.buffer === this.shared ? from : to;
    const start = shared.byteOffset % WORD_BYTES;
    for (let done = 0; done < from.length; done += SCRATCH_BYTES) {
      const part = from.subarray(done, done + SCRATCH_BYTES);
      const between = this.#scratch.subarray(start, start + part.length);
      between.set(part);
      to.set(between, done);
    }
  }

  #load(word: number): number {
    return Atomics.load(this.#control, word);
  }

  /** Waking takes 40 µs even where nobody sleeps: nobody is woken for little. */
  #notify(): void {
    Atomics.notify(this.#control, SIGNAL);
  }
}
