import { abortable } from "../../stream/wait.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import type { JobOutcome } from "../engine/job.ts";
import { type RunningJob, STOPPED } from "../engine/job-request.ts";
import type { ScratchFile } from "../engine/scratch-file.ts";
import { blockAlign, decodeArguments, type PcmDecoder, type PcmStream } from "./pcm-decoder.ts";

/** What is decoded where threads share no memory. */
export interface ScratchDecoderOptions {
  readonly engine: Engine;
  readonly stream: PcmStream;
  readonly makeScratchFile: () => Promise<ScratchFile>;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a decoder that wrote everything into a file. */
interface Decoded {
  readonly contents: Blob;
  readonly outcome: JobOutcome;
}

/**
 * A decoder that writes everything from a frame on into a scratch file, which is read when it is done: for streams whose parts cannot
 * be decoded one by one, where threads share no memory.
 */
export class WholeDecoder implements PcmDecoder {
  readonly outcome: Promise<JobOutcome>;
  readonly #decoded: Promise<Decoded>;
  readonly #blockAlign: number;
  readonly #begin: number;
  #position: number;
  #job: RunningJob | undefined;
  #file: ScratchFile | undefined;
  #size = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(options: ScratchDecoderOptions, begin: number) {
    this.#blockAlign = blockAlign(options.stream);
    this.#begin = begin;
    this.#position = begin;
    this.#decoded = this.#decode(options);
    this.outcome = this.#decoded.then(({ outcome }) => outcome);
    // Whoever stopped it may not listen any more.
    this.outcome.catch(() => this.stop());
  }

  async #decode({ engine, stream, makeScratchFile, signal }: ScratchDecoderOptions): Promise<Decoded> {
    const file = await makeScratchFile();
    this.#file = file;
    this.#checkStopped();
    this.#job = await engine.start({
      program: "ffmpeg",
      args: decodeArguments(stream, this.#begin),
      inputs: { [inputName(stream.source)]: stream.source },
      outputs: { out: file },
      signal,
    });
    this.#checkStopped();
    const outcome = await this.#job.outcome;
    const contents = await file.contents("out", outcome);
    this.#size = contents.size;
    return { contents, outcome };
  }

  get position(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#size - (this.#size % this.#blockAlign);
  }

  get firstFault(): string | undefined {
    return this.#job?.firstFault;
  }

  get isStopped(): boolean {
    return this.#isStopped || this.#job?.isStopped === true;
  }

  async read(into: Uint8Array, signal?: AbortSignal): Promise<number> {
    const { contents } = await abortable(this.#decoded, signal);
    const part = contents.slice(this.#offset, this.#offset + into.length);
    const bytes = new Uint8Array(await abortable(part.arrayBuffer(), signal));
    into.set(bytes);
    this.#position += Math.floor(bytes.length / this.#blockAlign);
    return bytes.length;
  }

  rest(isResting: boolean): void {
    this.#job?.rest(isResting);
  }

  stop(): void {
    this.#isStopped = true;
    this.#job?.stop(STOPPED);
    void this.#file?.remove();
  }

  /** Bytes of the file that were read. */
  get #offset(): number {
    return (this.#position - this.#begin) * this.#blockAlign;
  }

  /** It may have been stopped before there was anything to stop. */
  #checkStopped(): void {
    if (!this.#isStopped) return;
    this.stop();
    throw STOPPED;
  }
}
