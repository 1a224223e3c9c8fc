import { abortable } from "../../stream/wait.ts";
import type { WavWriter } from "../../wav/write-wav.ts";
import type { Engine } from "../engine/engine.ts";
import type { JobOutcome } from "../engine/job.ts";
import { blockAlign, type PcmDecoder, type PcmStream, skipTo } from "./pcm-decoder.ts";
import { hasSoundBehind } from "./sound-behind.ts";
import { startDecoder } from "./start-decoder.ts";

/** Bytes that are moved at once. */
const PIECE_BYTES = 256 * 1024;

/** A shorter part is not worth a worker: starting one takes as long as decoding some 20 seconds. */
const SHORTEST_PART_SECONDS = 60;

/** So many frames before a joint are held against those of the decoder before it. */
const COMPARED_FRAMES = 32_768;

/** What is decoded into a file. */
export interface WritePcmOptions {
  readonly engine: Engine;
  readonly stream: PcmStream;
  /** The first frame. */
  readonly from: number;
  /** The frame behind the last one; as far as the stream goes unless told otherwise. */
  readonly to?: number | undefined;
  /** How many frames the stream is likely to have. Where `to` is as many, it is heard out, for what ffmpeg says at its end. */
  readonly frames: number;
  /** How many decoders may run at once. */
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Told how many frames are written. */
  readonly onFrames: (frames: number) => void;
}

/** How far the stream went, and what was wrong with it. */
export interface WrittenPcm {
  /** The frame behind the last one. */
  readonly end: number;
  /** The first error of the decoder. */
  readonly firstFault: string | undefined;
  /** Whether there is sound behind the end. */
  readonly hasMore: boolean;
  /** What ffmpeg said at the end of the stream, where that was reached. */
  readonly outcome: JobOutcome | undefined;
}

/**
 * Decodes a stream into a WAV file, by several decoders at once where that is worth it and the file can be written in several places.
 *
 * Each decoder begins before its part, and what it makes of the frames before it is held against what the one before makes of them.
 * Where these are not the same bits, or anything is wrong with the input, the one before goes on: the result is always that of one
 * decoder.
 *
 * @throws what source, sink and signal throw; LongwaveError `media/failed`
 */
export async function writePcm(writer: WavWriter, options: WritePcmOptions): Promise<WrittenPcm> {
  const { from, to } = options;
  const bounds = partBounds(writer, options);
  const parts: PcmPart[] = [];
  const written = new WrittenFrames(options.onFrames);
  const begun = await beginParts(bounds, options);
  try {
    // A stream that is much shorter than it says has no such parts.
    for (const part of begun) {
      if (part === undefined) break;
      parts.push(part);
    }
    for (const part of begun.slice(parts.length)) part?.stop();
    const appended = parts.at(-1)?.start ?? from;
    if (appended > from) await writer.resize?.(appended - from);
    await Promise.all(
      parts.map((part, number) => part.write(writer, from, parts[number + 1]?.start ?? to, written)),
    );

    let current = parts[0];
    for (const next of parts.slice(1)) {
      if (current?.leadsTo(next) && parts.every(({ firstFault }) => firstFault === undefined)) {
        current = next;
        continue;
      }
      // From here on, it is written once more.
      await current?.write(writer, from, to, written);
      if (current && writer.frames > current.position - from) await writer.resize?.(current.position - from);
      break;
    }
    const hasMore = to === options.frames && (await current?.hearOut()) === true;
    return {
      end: current?.position ?? from,
      firstFault: current?.firstFault,
      hasMore,
      outcome: current?.outcome,
    };
  } finally {
    for (const part of begun) part?.stop();
  }
}

/** Begins all parts, or none when one of them fails. */
async function beginParts(
  bounds: readonly number[],
  options: WritePcmOptions,
): Promise<(PcmPart | undefined)[]> {
  const beginnings = bounds.map((start) => PcmPart.begin(options, start, start > options.from));
  try {
    return await Promise.all(beginnings);
  } catch (error) {
    for (const beginning of beginnings) {
      beginning.then(
        (part) => part?.stop(),
        () => {},
      );
    }
    throw error;
  }
}

function partBounds(
  writer: WavWriter,
  { engine, stream, from, to, frames, workers }: WritePcmOptions,
): number[] {
  const length = (to ?? frames) - from;
  // A decoder that is sent by the places of packets may need a second job, which could wait for one that waits for it.
  const canSplit =
    stream.seeks === "by-time" &&
    stream.converges &&
    writer.fill !== undefined &&
    engine.platform.canLend(stream.source);
  const most = Math.floor(length / (SHORTEST_PART_SECONDS * stream.sampleRate));
  // A part that waited for a worker could wait for one that waits for it.
  const count = canSplit ? Math.max(1, Math.min(workers, engine.available, most)) : 1;
  return Array.from({ length: count }, (_, part) => from + Math.floor((length * part) / count));
}

/** How much of the whole is done, by all parts together. */
class WrittenFrames {
  #frames = 0;
  readonly #onFrames: (frames: number) => void;

  constructor(onFrames: (frames: number) => void) {
    this.#onFrames = onFrames;
  }

  add(frames: number): void {
    this.#frames += frames;
    this.#onFrames(this.#frames);
  }
}

/** What one decoder writes. */
class PcmPart {
  /** Its first frame. */
  readonly start: number;
  outcome: JobOutcome | undefined;
  readonly #decoder: PcmDecoder;
  readonly #blockAlign: number;
  readonly #stream: PcmStream;
  readonly #signal: AbortSignal | undefined;
  /** What it makes of the frames before its own. */
  readonly #head: Uint8Array;
  /** Its last frames so far; zeros before there are as many. */
  readonly #tail: Uint8Array;

  private constructor(options: WritePcmOptions, decoder: PcmDecoder, start: number, head: Uint8Array) {
    this.start = start;
    this.#decoder = decoder;
    this.#blockAlign = blockAlign(options.stream);
    this.#stream = options.stream;
    this.#signal = options.signal;
    this.#head = head;
    this.#tail = new Uint8Array(COMPARED_FRAMES * this.#blockAlign);
  }

  /**
   * Starts the decoder of a part.
   *
   * @param isCompared whether there is a part before it
   * @returns `undefined` when the stream does not go that far
   */
  static async begin(
    options: WritePcmOptions,
    start: number,
    isCompared: boolean,
  ): Promise<PcmPart | undefined> {
    const { engine, stream, signal } = options;
    const before = isCompared ? COMPARED_FRAMES : 0;
    const decoder = await startDecoder(engine, stream, start - before, signal);
    const head = new Uint8Array(before * blockAlign(stream));
    await skipTo(decoder, stream, start - before, signal);
    if (isCompared && (await decoder.read(head, signal)) < head.length) {
      decoder.stop();
      return undefined;
    }
    return new PcmPart(options, decoder, start, head);
  }

  /** The frame that comes next. */
  get position(): number {
    return this.#decoder.position;
  }

  get firstFault(): string | undefined {
    return this.#decoder.firstFault;
  }

  /** Whether the next part goes on where this one ended, to the bit. Where there is silence, nobody can tell. */
  leadsTo(next: PcmPart): boolean {
    const head = next.#head;
    const isSame = this.position === next.start && head.every((byte, index) => byte === this.#tail[index]);
    return isSame && head.some((byte) => byte !== 0);
  }

  /** Goes on up to `to`, or as far as the stream goes. `origin` is the first frame of the file. */
  async write(
    writer: WavWriter,
    origin: number,
    to: number | undefined,
    written: WrittenFrames,
  ): Promise<void> {
    const align = this.#blockAlign;
    const memory = new Uint8Array(PIECE_BYTES - (PIECE_BYTES % align));
    for (;;) {
      const left = to === undefined ? memory.length : (to - this.position) * align;
      const wanted = Math.min(left, memory.length);
      if (wanted === 0) break;
      const frame = this.position - origin;
      const count = await this.#decoder.read(memory.subarray(0, wanted), this.#signal);
      const bytes = memory.subarray(0, count - (count % align));
      await abortable(this.#place(writer, frame, bytes), this.#signal);
      written.add(bytes.length / align);
      this.#remember(bytes);
      if (count < wanted) {
        this.outcome = await this.#decoder.outcome;
        break;
      }
    }
  }

  /** Writes frames over those that are there, and behind them. */
  async #place(writer: WavWriter, frame: number, bytes: Uint8Array): Promise<void> {
    const over = Math.min(bytes.length, Math.max(0, writer.frames - frame) * this.#blockAlign);
    if (over > 0) await writer.fill?.(frame, bytes.subarray(0, over));
    if (over < bytes.length) await writer.writeBytes(bytes.subarray(over));
  }

  /** Passes over what the stream has left, up to a second; returns whether that is more than the rest of a packet. */
  async hearOut(): Promise<boolean> {
    const decoder = this.#decoder;
    const hasMore = await hasSoundBehind(decoder, this.#stream, decoder.position, this.#signal);
    if (decoder.isAtEnd) this.outcome = await decoder.outcome;
    return hasMore;
  }

  #remember(bytes: Uint8Array): void {
    const tail = this.#tail;
    const last = bytes.subarray(Math.max(0, bytes.length - tail.length));
    tail.copyWithin(0, last.length);
    tail.set(last, tail.length - last.length);
  }

  stop(): void {
    this.#decoder.stop();
  }
}
