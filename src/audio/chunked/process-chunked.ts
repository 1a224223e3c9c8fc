import { crossfadePlanes } from "../../dsp/level/crossfade.ts";
import { FADE_CURVES, type FadeCurve, isEqualGain } from "../../dsp/level/fade-curve.ts";
import { planesWithin } from "../../dsp/planes.ts";
import { checkChoiceOption } from "../../stream/choice-option.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import type { AudioSource } from "../audio-source.ts";
import { framesToRead } from "../frames-to-read.ts";
import { frameAt } from "../time.ts";
import { chunkGrid } from "./chunk-grid.ts";
import { chunkStore } from "./chunk-store.ts";
import { readingPlaces } from "./reading-places.ts";
import { type MakeChunkProcessor, renderChunk } from "./render-chunk.ts";

/** How a recording is cut into chunks, and what is kept of them. */
export interface ProcessChunkedOptions {
  /** Seconds of a chunk, at least the overlap; 30 unless told otherwise. */
  readonly chunk?: number;
  /**
   * Seconds of the first chunk, for a quick start: those after it are each twice as long, up to `chunk`. At least the
   * overlap, at most `chunk`; 1, or the overlap where that is longer, unless told otherwise.
   */
  readonly first?: number;
  /** Seconds over which a chunk is faded out under the next one; 1 unless told otherwise. */
  readonly overlap?: number;
  /** Seconds before a chunk that its effect hears first, so that it comes to the state that it would be in; 5 unless told otherwise. */
  readonly context?: number;
  /** Of the fades, which add to 1, since neighbours are the same sound; `"raised-cosine"` unless told otherwise. */
  readonly curve?: Extract<FadeCurve, "linear" | "raised-cosine">;
  /**
   * Bytes of chunks that are kept or computed, at least those of the first, one more, and those ahead of it; 24 MiB, or that
   * where it is more, unless told otherwise. Many who read at different places want memory for two chunks each: without it
   * they wait for each other, and chunks are computed more than once. The overlaps of a few chunks are kept beside that.
   */
  readonly maxBytes?: number;
  /** Chunks that are computed ahead of one who reads in sequence; 1 unless told otherwise, 0 for none. */
  readonly readAhead?: number;
}

const DEFAULT_BYTES = 24 * 1024 * 1024;

/**
 * A source as it sounds through an effect, of which any window can be read first. Each chunk is computed by an effect of
 * its own, which has heard the `context` before it, and is blended with its neighbours: frame by frame as long as the
 * source, and the same in whatever order, and wherever, chunks are computed.
 *
 * An effect whose memory is shorter than the context (an FIR filter, a gain, a fade) gives, to the bit, what it would give
 * over the whole recording; one whose memory fades comes as near to that as the context is long.
 *
 * Computed chunks are kept, those used last, and the first one always. The next one is computed in the background for one
 * who reads in sequence; what nobody waits for any more is given up. A chunk that failed is tried again by the next read.
 *
 * @throws LongwaveError `options/invalid`; when it is read, `audio/bad-planes`, `audio/bad-start`,
 *   `audio/unexpected-end`, and what source and effect throw
 */
export function processChunked(
  source: AudioSource,
  makeProcessor: MakeChunkProcessor,
  options: ProcessChunkedOptions = {},
): AudioSource {
  const { sampleRate, channels, frames } = source;
  const { curve = "raised-cosine", readAhead = 1 } = options;
  checkChoiceOption("curve", curve, FADE_CURVES.filter(isEqualGain));
  checkIntegerOption("readAhead", readAhead, 0);
  const { first, full, overlap, context } = lengthsInFrames(options, sampleRate);
  const grid = chunkGrid(frames, first, full, overlap);
  const lengthOf = (index: number) => grid.place(index).end - grid.place(index).start;
  const tailOf = (index: number) => grid.place(index).tailEnd - grid.place(index).end;
  const bytesPerFrame = channels * Float32Array.BYTES_PER_ELEMENT;
  const mostFrames = Math.min(full + overlap, frames);
  const firstBytes = (frames > 0 ? lengthOf(0) + tailOf(0) : 0) * bytesPerFrame;
  const slotBytes = Math.max(1, mostFrames * bytesPerFrame);
  const leastBytes = firstBytes + Math.max(2, 1 + readAhead) * slotBytes;
  const { maxBytes = Math.max(leastBytes, DEFAULT_BYTES) } = options;
  checkIntegerOption("maxBytes", maxBytes, leastBytes);
  const readers = readingPlaces();
  const chunks = chunkStore({
    channels,
    lengthOf,
    tailOf,
    mostFrames,
    mostTail: Math.min(overlap, frames),
    slots: Math.floor((maxBytes - firstBytes) / slotBytes),
    needed: () => new Set(readers.places().map((place) => grid.indexAt(Math.max(0, place - 1)))),
    compute(index, into, signal) {
      const { start } = grid.place(index);
      const window = { heardFrom: Math.max(0, start - context), from: start };
      return renderChunk(source, makeProcessor, window, into, signal);
    },
    blend(tail, chunk) {
      const heads = planesWithin(chunk, 0, tail[0]?.length ?? 0);
      crossfadePlanes(tail, heads, heads, { curve, length: overlap });
    },
  });

  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      const end = start + count;
      const isNext = readers.move(start, end);
      if (!isNext) chunks.cancelAhead();
      for (let at = start; at < end; ) {
        signal?.throwIfAborted();
        const index = grid.indexAt(at);
        const { start: from, end: next } = grid.place(index);
        const to = Math.min(end, next);
        const window = planesWithin(planes, at - start, to - start);
        const skip = at - from;
        await chunks.read(index, skip < overlap, (chunk) => copyFrom(chunk, skip, window), signal);
        at = to;
      }
      if (isNext && count > 0) readOn(end);
      return count;
    },
  };

  /** Has the next chunks computed. */
  function readOn(end: number): void {
    const current = grid.indexAt(end - 1);
    const last = Math.min(current + readAhead, grid.count - 1);
    for (let index = current + 1; index <= last; index++) chunks.ahead(index);
  }
}

/** Fills planes with the frames of a chunk from its frame `skip` on. */
function copyFrom(chunk: readonly Float32Array[], skip: number, into: readonly Float32Array[]): void {
  into.forEach((plane, channel) => {
    plane.set(chunk[channel]?.subarray(skip, skip + plane.length) ?? []);
  });
}

/** Options as frames, held against each other. */
function lengthsInFrames(
  options: ProcessChunkedOptions,
  sampleRate: number,
): { readonly first: number; readonly full: number; readonly overlap: number; readonly context: number } {
  const { chunk = 30, overlap = 1, context = 5 } = options;
  checkNumberOption("overlap", overlap, 0);
  checkNumberOption("chunk", chunk, Math.max(overlap, 1 / sampleRate));
  const { first = Math.min(chunk, Math.max(1, overlap)) } = options;
  checkNumberOption("first", first, Math.max(overlap, 1 / sampleRate), chunk);
  checkNumberOption("context", context, 0);
  const [firstFrames = 0, full = 0, overlapFrames = 0, contextFrames = 0] = [
    first,
    chunk,
    overlap,
    context,
  ].map((seconds) => frameAt(seconds, sampleRate));
  return { first: firstFrames, full, overlap: overlapFrames, context: contextFrames };
}
