import { readFully } from "../stream/byte-source.ts";
import type { BlockDecoder } from "./codec/block-decoder.ts";
import { DECODE_BYTES, type EncodedAudio } from "./encoded-audio.ts";

/** A decoder with a memory is kept every so many blocks: 41 s of GSM at 8 kHz, which take about 10 ms to decode. */
const INTERVAL_BLOCKS = 1024;

/**
 * Decoders that are ready for blocks within a recording.
 *
 * A decoder with a memory has to decode everything before a block: the residual of earlier may be repeated at its full
 * size, so that no number of blocks is enough to forget a steady tone. So the first jump into a recording decodes up
 * to there, and what it passes is kept for the jumps after it.
 */
export class DecoderCheckpoints {
  readonly #audio: EncodedAudio;
  readonly #newDecoder: () => BlockDecoder;
  /** In the order of their blocks, the first for block 0. */
  readonly #kept: BlockDecoder[] = [];

  constructor(audio: EncodedAudio, newDecoder: () => BlockDecoder) {
    this.#audio = audio;
    this.#newDecoder = newDecoder;
  }

  /** A decoder for what begins at `block`. */
  async decoderFor(block: number, signal: AbortSignal | undefined): Promise<BlockDecoder> {
    const fresh = this.#newDecoder();
    if (!fresh.hasMemory) return fresh;
    const nearest = Math.min(Math.floor(block / INTERVAL_BLOCKS), this.#kept.length - 1);
    const decoder = this.#kept[nearest]?.copy() ?? fresh;
    await this.#decodeOver(decoder, Math.max(0, nearest) * INTERVAL_BLOCKS, block, signal);
    return decoder;
  }

  /** Takes note of a decoder that has decoded everything before `block`. */
  note(decoder: BlockDecoder, block: number): void {
    const isNext = block === this.#kept.length * INTERVAL_BLOCKS;
    if (isNext && decoder.hasMemory) this.#kept.push(decoder.copy());
  }

  async #decodeOver(
    decoder: BlockDecoder,
    from: number,
    end: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { source, format, offset } = this.#audio;
    const { blockAlign } = format;
    const step = Math.max(1, Math.floor(DECODE_BYTES / blockAlign));
    const memory = new Uint8Array(Math.min(step, end - from) * blockAlign);
    for (let run = from; run < end; run += step) {
      const bytes = memory.subarray(0, Math.min(step, end - run) * blockAlign);
      await readFully(source, offset + run * blockAlign, bytes, signal);
      for (let at = 0; at < bytes.length; at += blockAlign) {
        this.note(decoder, run + at / blockAlign);
        decoder.decode(bytes.subarray(at, at + blockAlign), [], 0, 0, 0);
      }
    }
  }
}
