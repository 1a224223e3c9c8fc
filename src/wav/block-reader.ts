import type { AudioSource } from "../audio/audio-source.ts";
import { framesToRead } from "../audio/frames-to-read.ts";
import { readFully } from "../stream/byte-source.ts";
import type { BlockDecoder } from "./codec/block-decoder.ts";
import { DecoderCheckpoints } from "./decoder-checkpoints.ts";
import { DECODE_BYTES, type EncodedAudio } from "./encoded-audio.ts";

/** So many readers may go through a recording side by side, each going on where it was. */
const MOST_LEFT = 16;

/** A decoder that is ready for a block. */
interface Position {
  readonly decoder: BlockDecoder;
  readonly block: number;
}

/**
 * Reads and decodes any window of frames out of blocks, at the cost of the blocks that it touches; where a decoder has a
 * memory, also of those since the last place that was passed. A window that goes on where the last one ended goes on
 * with its decoder.
 */
export function blockReader(audio: EncodedAudio, newDecoder: () => BlockDecoder): AudioSource["read"] {
  const { source, format, offset, size, frames } = audio;
  const { blockAlign, framesPerBlock, channels } = format;
  const blocksInMemory = Math.max(1, Math.floor(DECODE_BYTES / blockAlign));
  const checkpoints = new DecoderCheckpoints(audio, newDecoder);
  const left: Position[] = [];

  /** A decoder that an earlier window left ready for `block`. Whoever else reads at the same time does not get it too. */
  function takeLeft(block: number): BlockDecoder | undefined {
    const index = left.findIndex((position) => position.block === block);
    return index < 0 ? undefined : left.splice(index, 1)[0]?.decoder;
  }

  function leave(position: Position): void {
    left.push(position);
    if (left.length > MOST_LEFT) left.shift();
  }

  return async (start, planes, signal) => {
    const count = framesToRead({ channels, frames }, start, planes);
    if (count === 0) return 0;
    const firstBlock = Math.floor(start / framesPerBlock);
    const lastBlock = Math.floor((start + count - 1) / framesPerBlock);
    const decoder = takeLeft(firstBlock) ?? (await checkpoints.decoderFor(firstBlock, signal));
    const memory = new Uint8Array(Math.min(blocksInMemory, lastBlock + 1 - firstBlock) * blockAlign);
    let beforeLast = decoder;
    let done = 0;
    for (let run = firstBlock; run <= lastBlock; run += blocksInMemory) {
      const end = Math.min(run + blocksInMemory, lastBlock + 1);
      const bytes = memory.subarray(0, Math.min(size, end * blockAlign) - run * blockAlign);
      await readFully(source, offset + run * blockAlign, bytes, signal);
      for (let block = run; block < end; block++) {
        const skip = Math.max(0, start - block * framesPerBlock);
        const wanted = Math.min(framesPerBlock - skip, count - done);
        checkpoints.note(decoder, block);
        if (block === lastBlock) beforeLast = decoder.copy();
        const at = (block - run) * blockAlign;
        decoder.decode(bytes.subarray(at, at + blockAlign), planes, done, skip, wanted);
        done += wanted;
      }
    }
    // The next window may want the rest of the last block.
    const isWhole = (start + count) % framesPerBlock === 0;
    leave(isWhole ? { decoder, block: lastBlock + 1 } : { decoder: beforeLast, block: lastBlock });
    return count;
  };
}
