import { newPlanes, planesWithin } from "../../dsp/planes.ts";
import type { Processor } from "../../dsp/processor.ts";
import { givesWay } from "../../stream/wait.ts";
import type { AudioSource } from "../audio-source.ts";
import { TURN_MS } from "../pace.ts";
import { readFrames } from "../read-frames.ts";

/** Effects are computed in pieces of about this many samples, however long the window. */
const PIECE_SAMPLES = 32_768;

/**
 * Lets a processor hear a source until the frames from `from` up to `to` have come out of it, which are what it puts
 * out next. `from` is `latency` before the first frame that a new processor is to hear. Behind the source there is
 * silence.
 *
 * @param into where they go, one plane per channel; `undefined` when nobody wants them
 */
export async function feed(
  source: AudioSource,
  processor: Processor,
  from: number,
  to: number,
  into: readonly Float32Array[] | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const { channels } = source;
  const piece = Math.max(1, Math.floor(PIECE_SAMPLES / channels));
  const scratch = into ? [] : newPlanes(channels, Math.max(0, Math.min(piece, to - from)));
  const giveWay = givesWay(TURN_MS);
  for (let at = from; at < to; at += piece) {
    const end = Math.min(to, at + piece);
    const planes = into ? planesWithin(into, at - from, end - from) : planesWithin(scratch, 0, end - at);
    await readPadded(source, at + processor.latency, planes, signal);
    processor.process(planes);
    await giveWay();
    signal?.throwIfAborted();
  }
}

/** Fills planes from frame `start` on; behind the end of the source there is silence. */
export async function readPadded(
  source: AudioSource,
  start: number,
  planes: readonly Float32Array[],
  signal?: AbortSignal,
): Promise<void> {
  const there = Math.max(0, Math.min(planes[0]?.length ?? 0, source.frames - start));
  if (there > 0) await readFrames(source, start, planesWithin(planes, 0, there), signal);
  for (const plane of planes) plane.fill(0, there);
}
