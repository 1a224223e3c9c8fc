import type { ByteSource } from "../../stream/byte-source.ts";
import { abortable } from "../../stream/wait.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import type { JobOutcome } from "../engine/job.ts";
import { type RunningJob, STOPPED } from "../engine/job-request.ts";
import { Ring } from "../engine/ring.ts";
import { RUN_ARGS } from "../engine/run-args.ts";

/** What is decoded, and into what. */
export interface PcmStream {
  readonly source: ByteSource;
  /** Which of the streams of sound, from 0. */
  readonly track: number;
  /** Hz, that of the stream. */
  readonly sampleRate: number;
  /** Those of the stream. */
  readonly channels: number;
  /** How samples are written. */
  readonly encoding: PcmEncoding;
  /** Whether time stamps say to the frame where sound lies. Else everything is decoded from the beginning on. */
  readonly seeks: boolean;
  /** Whether any fault in the input ends the decoding. */
  readonly strict: boolean;
}

/** Interleaved samples, little-endian, as ffmpeg calls them. */
export type PcmEncoding = "u8" | "s16le" | "s24le" | "s32le" | "f32le" | "f64le";

const SAMPLE_BYTES: Readonly<Record<PcmEncoding, number>> = {
  u8: 1,
  s16le: 2,
  s24le: 3,
  s32le: 4,
  f32le: 4,
  f64le: 8,
};

/**
 * Decoders of lossy formats build on what came before. Half a second behind a seek, the slowest of them (Opus) gives the same bits as
 * one that heard everything; this is four times as much.
 */
const PREROLL_SECONDS = 2;

/** Three seconds of stereo at 44.1 kHz in floats. */
const RING_BYTES = 1024 * 1024;

/** Bytes that are skipped at once. */
const SKIP_BYTES = 64 * 1024;

/** Bytes of a frame. */
export function blockAlign({ channels, encoding }: Pick<PcmStream, "channels" | "encoding">): number {
  return channels * SAMPLE_BYTES[encoding];
}

/** A decoder under way: samples from some frame on, in order. */
export class PcmDecoder {
  /** What ffmpeg said at its end. */
  readonly outcome: Promise<JobOutcome>;
  readonly #job: RunningJob;
  readonly #ring: Ring;
  readonly #blockAlign: number;
  #position: number;

  private constructor(job: RunningJob, ring: Ring, stream: PcmStream, from: number) {
    this.#job = job;
    this.outcome = job.outcome;
    this.#ring = ring;
    this.#blockAlign = blockAlign(stream);
    this.#position = from;
  }

  /**
   * Starts one whose first sample is that of frame `from`, or as near to it as it has to begin.
   *
   * @param to where it ends; the end of the stream unless told otherwise
   */
  static async start(
    engine: Engine,
    stream: PcmStream,
    from: number,
    options: { readonly to?: number; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<PcmDecoder> {
    const { source, track, sampleRate, channels, encoding, seeks, strict } = stream;
    const { to, signal } = options;
    const begin = seeks ? Math.max(0, from - PREROLL_SECONDS * sampleRate) : 0;
    const name = inputName(source);
    const ring = Ring.holding(RING_BYTES);
    const job = await engine.start({
      program: "ffmpeg",
      args: [
        ...RUN_ARGS,
        ...(strict ? ["-xerror"] : []),
        ...(begin > 0 ? ["-ss", seconds(begin, sampleRate)] : []),
        ...["-i", `/w/${name}`, "-map", `0:a:${track}`],
        ...(to === undefined ? [] : ["-t", seconds(to - begin, sampleRate)]),
        ...["-ar", `${sampleRate}`, "-ac", `${channels}`, "-c:a", `pcm_${encoding}`, "-f", encoding],
        ...["-flush_packets", "0", "/w/out"],
      ],
      inputs: { [name]: source },
      outputs: { out: ring },
      signal,
    });
    const decoder = new PcmDecoder(job, ring, stream, begin);
    return decoder;
  }

  /** The frame that comes next. */
  get position(): number {
    return this.#position;
  }

  /** Whether the stream came to its end, and everything was read. */
  get isAtEnd(): boolean {
    return this.#ring.isDrained;
  }

  /** The first error that ffmpeg told of. */
  get firstFault(): string | undefined {
    return this.#job.firstFault;
  }

  /** Whether it was stopped: for another job, or for good. */
  get isStopped(): boolean {
    return this.#job.isStopped;
  }

  /**
   * Fills `into` with whole frames; returns how many bytes there were, less only at the end of the stream.
   *
   * @throws what the source throws; LongwaveError `media/failed`
   */
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
        await abortable(this.#ring.whileEmpty(), signal);
      }
    } finally {
      this.#position += Math.floor(filled / this.#blockAlign);
    }
    return filled;
  }

  /** Passes over what lies before `frame`. */
  async skipTo(frame: number, signal?: AbortSignal): Promise<void> {
    const whole = SKIP_BYTES - (SKIP_BYTES % this.#blockAlign);
    const memory = new Uint8Array(whole);
    while (this.#position < frame) {
      const wanted = Math.min(whole, (frame - this.#position) * this.#blockAlign);
      if ((await this.read(memory.subarray(0, wanted), signal)) < wanted) return;
    }
  }

  /** Says whether somebody waits for it. While nobody does, it may be stopped for another job. */
  rest(isResting: boolean): void {
    this.#job.rest(isResting);
  }

  /** Stops it. */
  stop(): void {
    this.#job.stop(STOPPED);
  }
}

/** A time in seconds with six decimals, which is what ffmpeg computes with; a frame of 500 kHz is twice as long. */
function seconds(frames: number, sampleRate: number): string {
  return (frames / sampleRate).toFixed(6);
}
