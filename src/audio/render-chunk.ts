import { newPlanes } from "../dsp/planes.ts";
import type { Processor, ProcessorStart } from "../dsp/processor.ts";
import type { AudioSource } from "./audio-source.ts";
import { feed, readPadded } from "./processor-feed.ts";
import type { WindowProcessor } from "./window-processor.ts";

/** Makes an effect that has heard nothing yet, for a stretch of a recording. */
export type MakeChunkProcessor = (
  start: ProcessorStart,
) => Processor | WindowProcessor | Promise<Processor | WindowProcessor>;

/**
 * The frames from `from` up to `to` of a source as an effect makes them that has heard the source from `heardFrom` on. They
 * depend on nothing else.
 *
 * @returns one plane per channel
 */
export async function renderChunk(
  source: AudioSource,
  makeProcessor: MakeChunkProcessor,
  { heardFrom, from, to }: { readonly heardFrom: number; readonly from: number; readonly to: number },
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const { sampleRate, channels } = source;
  const processor = await makeProcessor({ sampleRate, channels, frame: heardFrom });
  const { latency } = processor;
  if ("render" in processor) {
    const window = newPlanes(channels, to + latency - heardFrom);
    await readPadded(source, heardFrom, window, signal);
    await processor.render(window, signal);
    // Copied, so that what nobody asks for any more is not kept with it.
    return window.map((plane) => plane.slice(from + latency - heardFrom));
  }
  const planes = newPlanes(channels, to - from);
  await feed(source, processor, heardFrom - latency, from, undefined, signal);
  await feed(source, processor, from, to, planes, signal);
  return planes;
}
