import { newPlanes } from "../../dsp/planes.ts";
import type { Processor, ProcessorStart } from "../../dsp/processor.ts";
import type { AudioSource } from "../audio-source.ts";
import { feed, readPadded } from "./processor-feed.ts";
import type { WindowProcessor } from "./window-processor.ts";

/** Makes an effect that has heard nothing yet, for a stretch of a recording. */
export type MakeChunkProcessor = (
  start: ProcessorStart,
) => Processor | WindowProcessor | Promise<Processor | WindowProcessor>;

/** Which frames are wanted, and from where on the effect hears the source. */
export interface ChunkWindow {
  readonly heardFrom: number;
  readonly from: number;
}

/**
 * Fills planes with the frames of a source from `from` on, as an effect makes them that has heard the source from `heardFrom`
 * on. They depend on nothing else.
 */
export async function renderChunk(
  source: AudioSource,
  makeProcessor: MakeChunkProcessor,
  { heardFrom, from }: ChunkWindow,
  into: readonly Float32Array[],
  signal?: AbortSignal,
): Promise<void> {
  const { sampleRate, channels } = source;
  const to = from + (into[0]?.length ?? 0);
  const processor = await makeProcessor({ sampleRate, channels, frame: heardFrom });
  const { latency } = processor;
  if ("render" in processor) {
    const window = newPlanes(channels, to + latency - heardFrom);
    await readPadded(source, heardFrom, window, signal);
    await processor.render(window, signal);
    into.forEach((plane, channel) => {
      plane.set(window[channel]?.subarray(from + latency - heardFrom) ?? []);
    });
    return;
  }
  await feed(source, processor, heardFrom - latency, from, undefined, signal);
  await feed(source, processor, from, to, into, signal);
}
