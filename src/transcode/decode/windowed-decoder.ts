import { abortable } from "../../stream/wait.ts";
import { inputName } from "../engine/input-name.ts";
import type { JobOutcome } from "../engine/job.ts";
import { type RunningJob, STOPPED } from "../engine/job-request.ts";
import {
  blockAlign,
  decodeArguments,
  firstFrame,
  type PcmDecoder,
  type PcmStream,
  skipTo,
} from "./pcm-decoder.ts";
import { type ScratchDecoderOptions, WholeDecoder } from "./whole-decoder.ts";

/** The first window, for whoever waits for it; each is twice as long as the one before, up to the longest: 23 MB of stereo at 48 kHz. */
const FIRST_SECONDS = 10;
const LONGEST_SECONDS = 60;

/** So many frames behind a window are held against the first ones of the next. */
const COMPARED_FRAMES = 4096;

/** What one job decoded. */
interface DecodedWindow {
  readonly bytes: Uint8Array;
  readonly outcome: JobOutcome;
}

/**
 * A decoder that decodes a window at a time, each by a job of its own, for pages whose threads share no memory: what a worker makes
 * comes out when its job ends.
 *
 * Each window begins before its first frame, and what it makes of that frame and those behind it is held against what the
 * window before made of them. Where these are not the same bits, or anything is wrong with the input, all of it is decoded by
 * one decoder after all: the samples are always those of one decoder.
 */
export class WindowedDecoder implements PcmDecoder {
  readonly outcome: Promise<JobOutcome>;
  readonly #options: ScratchDecoderOptions;
  readonly #stream: PcmStream;
  readonly #blockAlign: number;
  readonly #begin: number;
  #settle:
    | { resolve(outcome: JobOutcome | Promise<JobOutcome>): void; reject(error: unknown): void }
    | undefined;
  #position: number;
  #seconds = FIRST_SECONDS;
  /** What was decoded and not read. */
  #bytes: Uint8Array = new Uint8Array(0);
  /** What the last window made of the frames behind it. */
  #behind: Uint8Array = new Uint8Array(0);
  #isLast = false;
  #isStopped = false;
  #isResting = false;
  #job: RunningJob | undefined;
  /** The one that does all, when windows would not do. */
  #whole: WholeDecoder | undefined;
  #window: Promise<void> | undefined;

  constructor(options: ScratchDecoderOptions, from: number) {
    this.#options = options;
    this.#stream = options.stream;
    this.#blockAlign = blockAlign(options.stream);
    this.#begin = firstFrame(options.stream, from);
    this.#position = this.#begin;
    this.outcome = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.outcome.catch(() => {});
  }

  get position(): number {
    return this.#whole ? this.#whole.position : this.#position;
  }

  get isAtEnd(): boolean {
    return this.#whole ? this.#whole.isAtEnd : this.#isLast && this.#bytes.length === 0;
  }

  get firstFault(): string | undefined {
    return this.#whole?.firstFault;
  }

  get isStopped(): boolean {
    const { signal } = this.#options;
    if (this.#isStopped || signal?.aborted === true) return true;
    return this.#whole?.isStopped === true || this.#job?.isStopped === true;
  }

  async read(into: Uint8Array, signal?: AbortSignal): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      if (this.#whole) return filled + (await this.#whole.read(into.subarray(filled), signal));
      if (this.#bytes.length === 0) {
        if (this.#isLast) break;
        // Who gave up waiting for a window may come back for it.
        this.#window ??= this.#nextWindow().finally(() => {
          this.#window = undefined;
        });
        this.#window.catch(() => {});
        await abortable(this.#window, signal);
        continue;
      }
      const part = this.#bytes.subarray(0, into.length - filled);
      into.set(part, filled);
      filled += part.length;
      this.#bytes = this.#bytes.subarray(part.length);
      this.#position += part.length / this.#blockAlign;
    }
    return filled;
  }

  async #nextWindow(): Promise<void> {
    const start = this.#position;
    const { sampleRate } = this.#stream;
    const begin = start === this.#begin ? start : Math.max(this.#begin, firstFrame(this.#stream, start));
    const before = (start - begin) * this.#blockAlign;
    const frames = Math.floor(this.#seconds * sampleRate);
    try {
      const { bytes, outcome } = await this.#decode(begin, start - begin + frames + COMPARED_FRAMES);
      const decoded = bytes.subarray(before, bytes.length - (bytes.length % this.#blockAlign));
      const isSound = outcome.code === 0 && outcome.warning === undefined;
      if (!isSound || !startsWith(decoded, this.#behind)) {
        await this.#decodeWhole(start);
        return;
      }
      const wanted = frames * this.#blockAlign;
      this.#isLast = decoded.length <= wanted;
      this.#bytes = decoded.subarray(0, wanted);
      this.#behind = decoded.subarray(wanted);
      this.#seconds = Math.min(2 * this.#seconds, LONGEST_SECONDS);
      if (this.#isLast) this.#settle?.resolve(outcome);
    } catch (error) {
      this.#settle?.reject(error);
      throw error;
    }
  }

  async #decode(begin: number, frames: number): Promise<DecodedWindow> {
    const { engine, signal } = this.#options;
    const { source } = this.#stream;
    this.#checkStopped();
    const job = await engine.start({
      program: "ffmpeg",
      args: decodeArguments(this.#stream, begin, frames),
      inputs: { [inputName(source)]: source },
      outputs: { out: "memory" },
      signal,
    });
    this.#job = job;
    job.rest(this.#isResting);
    if (this.#isStopped) job.stop(STOPPED);
    const outcome = await job.outcome;
    return { bytes: outcome.memory["out"] ?? new Uint8Array(0), outcome };
  }

  async #decodeWhole(start: number): Promise<void> {
    const whole = new WholeDecoder(this.#options, this.#begin);
    this.#settle?.resolve(whole.outcome);
    await skipTo(whole, this.#stream, start);
    this.#whole = whole;
    this.#checkStopped();
  }

  rest(isResting: boolean): void {
    this.#isResting = isResting;
    if (this.#window) this.#job?.rest(isResting);
    this.#whole?.rest(isResting);
  }

  stop(): void {
    this.#isStopped = true;
    this.#job?.stop(STOPPED);
    this.#whole?.stop();
    this.#settle?.reject(STOPPED);
  }

  #checkStopped(): void {
    if (!this.#isStopped) return;
    this.#whole?.stop();
    throw STOPPED;
  }
}

/** Whether `bytes` begins with `head`. */
function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return bytes.length >= head.length && head.every((byte, index) => byte === bytes[index]);
}
