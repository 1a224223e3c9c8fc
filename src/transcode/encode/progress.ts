import type { TranscodeProgress } from "../transcode-options.ts";

/** What is told between two of these is told with the second. */
const LEAST_MS = 50;

/** Tells how far a job has come, and how long the rest is likely to take at the pace of the whole so far. */
export class Progress {
  /** Bytes of the result so far. */
  bytes = 0;
  readonly #total: number;
  readonly #onProgress: ((progress: TranscodeProgress) => void) | undefined;
  readonly #begun = performance.now();
  #seconds = 0;
  #told = 0;

  /** @param total seconds of sound in all */
  constructor(total: number, onProgress: ((progress: TranscodeProgress) => void) | undefined) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  /** So many seconds are done. */
  tellSeconds(seconds: number): void {
    this.#seconds = Math.min(this.#total, Math.max(this.#seconds, seconds));
    this.#tell();
  }

  /** So many bytes are written. */
  tellBytes(bytes: number): void {
    this.bytes = bytes;
    this.#tell();
  }

  /** Both. */
  tell(seconds: number, bytes: number): void {
    this.bytes = bytes;
    this.tellSeconds(seconds);
  }

  /** All is done. */
  finish(): void {
    this.#seconds = this.#total;
    this.#told = 0;
    this.#tell();
  }

  #tell(): void {
    const now = performance.now();
    if (!this.#onProgress || now - this.#told < LEAST_MS) return;
    this.#told = now;
    const rest = this.#total - this.#seconds;
    const pace = this.#seconds > 0 ? (now - this.#begun) / 1000 / this.#seconds : 0;
    this.#onProgress({ seconds: this.#seconds, total: this.#total, bytes: this.bytes, eta: rest * pace });
  }
}
