import fc from "fast-check";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import type { AudioBlock } from "../../src/audio/blocks/blocks.ts";
import type { Processor } from "../../src/dsp/processor.ts";

/** All blocks that somebody gives, in order. */
export async function collected(blocks: AsyncIterable<AudioBlock>): Promise<AudioBlock[]> {
  const all: AudioBlock[] = [];
  for await (const block of blocks) all.push(block);
  return all;
}

/** A stream of these blocks. */
export function streamOf(blocks: readonly AudioBlock[]): ReadableStream<AudioBlock> {
  return new ReadableStream<AudioBlock>({
    start(controller) {
      for (const block of blocks) controller.enqueue(block);
      controller.close();
    },
  });
}

/** Blocks that follow each other, one plane after the other. */
export function joined(blocks: readonly AudioBlock[]): number[][] {
  return (blocks[0]?.planes ?? []).map((_, channel) => blocks.flatMap(({ planes }) => [...planes[channel]!]));
}

/** Counts the reads of a source, and the frames that they ask for. */
export function countedReads(
  source: AudioSource,
): AudioSource & { readonly reads: number; readonly asked: number } {
  let reads = 0;
  let asked = 0;
  return {
    ...source,
    get reads() {
      return reads;
    },
    get asked() {
      return asked;
    },
    async read(start, planes, signal) {
      signal?.throwIfAborted();
      reads++;
      asked += planes[0]?.length ?? 0;
      return source.read(start, planes, signal);
    },
  };
}

/** A delay that calls itself the latency of an effect which doubles. */
export function lateDouble(latency: number, channels: number): Processor {
  let lines = Array.from({ length: channels }, () => new Array<number>(latency).fill(0));
  return {
    latency,
    process(planes) {
      planes.forEach((plane, channel) => {
        plane.forEach((sample, at) => {
          lines[channel]?.push(2 * sample);
          plane[at] = lines[channel]?.shift() ?? Number.NaN;
        });
      });
    },
    reset() {
      lines = lines.map(() => new Array<number>(latency).fill(0));
    },
  };
}

/** A size and an overlap that go together. */
export const anyCut: fc.Arbitrary<{ size: number; overlap: number }> = fc
  .integer({ min: 1, max: 60 })
  .chain((size) => fc.record({ size: fc.constant(size), overlap: fc.integer({ min: 0, max: size - 1 }) }));
