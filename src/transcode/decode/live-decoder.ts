import { abortable } from "../../stream/wait.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import type { JobOutcome } from "../engine/job.ts";
import { type RunningJob, STOPPED } from "../engine/job-request.ts";
import { Ring } from "../engine/ring.ts";
import { PacketGrid } from "./packet-grid.ts";
import { blockAlign, decodeArguments, firstFrame, type PcmDecoder, type PcmStream } from "./pcm-decoder.ts";
import { startPlaced } from "./placed-job.ts";

/** A decoder whose samples come while it goes on, through memory that threads share. */
export class LiveDecoder implements PcmDecoder {
  readonly outcome: Promise<JobOutcome>;
  readonly #job: RunningJob;
  readonly #ring: Ring;
  readonly #blockAlign: number;
  #position: number;

  private constructor(job: RunningJob, ring: Ring, stream: PcmStream, begin: number) {
    this.#job = job;
    this.outcome = job.outcome;
    this.#ring = ring;
    this.#blockAlign = blockAlign(stream);
    this.#position = begin;
  }

  /** Starts one that gives the samples of frame `from`, and has heard what these depend on. */
  static async start(
    engine: Engine,
    stream: PcmStream,
    from: number,
    signal: AbortSignal | undefined,
  ): Promise<LiveDecoder> {
    if (stream.seeks instanceof PacketGrid) {
      const ring = Ring.holding(stream.aheadBytes);
      const placed = await startPlaced({ engine, stream, grid: stream.seeks, ring, signal }, from);
      if (placed) return new LiveDecoder(placed.job, ring, stream, placed.begin);
    }
    const begin = firstFrame(stream, from);
    const ring = Ring.holding(stream.aheadBytes);
    const job = await engine.start({
      program: "ffmpeg",
      args: decodeArguments(stream, begin),
      inputs: { [inputName(stream.source)]: stream.source },
      outputs: { out: ring },
      signal,
    });
    return new LiveDecoder(job, ring, stream, begin);
  }

  get position(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#ring.isDrained;
  }

  get firstFault(): string | undefined {
    return this.#job.firstFault;
  }

  get isStopped(): boolean {
    return this.#job.isStopped;
  }

  async read(into: Uint8Array, signal?: AbortSignal): Promise<number> {
    let filled = 0;
    try {
      while (filled < into.length) {
        const count = this.#ring.take(into.subarray(filled));
        filled += count;
        if (count > 0) continue;
        if (this.#ring.isDrained) {
          // Whether that is the end, or a failure, the outcome knows.
          await this.outcome;
          break;
        }
        await abortable(this.#ring.whileEmpty(into.length - filled), signal);
      }
    } finally {
      this.#position += Math.floor(filled / this.#blockAlign);
    }
    return filled;
  }

  rest(isResting: boolean): void {
    this.#job.rest(isResting);
  }

  stop(): void {
    this.#job.stop(STOPPED);
  }
}
