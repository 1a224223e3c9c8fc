import type { Chunk } from "./chunk.ts";
import { framesIn, isBlockEncoding } from "./codec/block-size.ts";
import type { Container } from "./container.ts";
import { type Ds64, SIZE_IN_DS64 } from "./ds64.ts";
import type { WavFormat } from "./format.ts";
import type { Warn } from "./warning.ts";

/** As much of a `fact` body as counts: in Wave64 it has 64 bits. */
export const FACT_BYTES = 8;

/** How many frames a file says that it has, if it does, and where. */
export interface DeclaredFrames {
  readonly frames: number | undefined;
  /** Where the `fact` chunk begins. */
  readonly offset: number;
}

/** The number of frames that a `fact` body says, or ds64 where that one refers to it. */
export function readFact(body: Uint8Array, container: Container, ds64: Ds64 | undefined): number | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (container.name === "W64" && body.length >= 8) return Number(view.getBigUint64(0, true));
  if (body.length < 4) return undefined;
  const count = view.getUint32(0, container.littleEndian);
  if (count !== SIZE_IN_DS64) return count;
  return container.hasDs64 ? ds64?.sampleCount : undefined;
}

/**
 * The frames that a data chunk holds, and the bytes that these take.
 *
 * Where every frame has bytes of its own, these count, as for every reader: many writers leave the fact chunk as it
 * was, or write samples into it. Where a block holds several frames, only the fact chunk knows how many of the last block
 * are meant, and is believed in that.
 */
export function countFrames(
  chunk: Chunk,
  format: WavFormat,
  { frames: declared, offset: declaredAt }: DeclaredFrames,
  warn: Warn,
): { readonly frames: number; readonly bytes: number } {
  const { blockAlign, framesPerBlock, channels, encoding } = format;
  const blocks = Math.floor(chunk.size / blockAlign);
  const rest = chunk.size - blocks * blockAlign;
  const inRest = isBlockEncoding(encoding) ? framesIn(rest, encoding, channels) : 0;
  const bytes = blocks * blockAlign + (inRest > 0 ? rest : 0);
  if (bytes < chunk.size) {
    const offset = chunk.bodyOffset + bytes;
    const unit = isBlockEncoding(encoding) ? "block" : "frame";
    const message = `the data chunk ends at offset ${offset} with ${rest} of the ${blockAlign} bytes of a ${unit}; they are left out`;
    warn({ code: "wav/partial-frame", message, offset, actual: rest, expected: 0 });
  }
  const frames = blocks * framesPerBlock + Math.min(inRest, framesPerBlock);
  if (declared === undefined || declared === frames) return { frames, bytes };
  const isCredible = declared > 0 && declared < frames && declared > frames - framesPerBlock;
  if (isCredible) return { frames: declared, bytes };
  const message = `the fact chunk at offset ${declaredAt} says ${declared} frames; the audio has ${frames}`;
  warn({ code: "wav/fact-count", message, offset: declaredAt, actual: declared, expected: frames });
  return { frames, bytes };
}
