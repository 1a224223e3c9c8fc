import { checkPlanes } from "../../dsp/planes.ts";
import type { ProcessorStart } from "../../dsp/processor.ts";
import { LongwaveError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { abortable } from "../../stream/wait.ts";
import type { MakeWindowProcessor } from "../chunked/window-processor.ts";
import { readChannel, writeChannel } from "./buffer-channel.ts";
import { refused, type WebAudio, type WebAudioContext, type WebAudioNode } from "./web-audio.ts";

/**
 * Builds a graph of Web Audio nodes for one window: connects `input`, which plays the window from time 0, to what it
 * wants, and gives the last node, which is then connected to the destination. It is called anew for every window, with
 * a context of its own.
 *
 * `start` says where in the recording the window begins, for automation that depends on it: time 0 of the context is
 * `start.frame / start.sampleRate` of the recording.
 */
export type BuildGraph = (
  context: WebAudioContext,
  input: WebAudioNode,
  start: ProcessorStart,
) => WebAudioNode | Promise<WebAudioNode>;

/** How a graph is used. */
export interface WebAudioProcessorOptions {
  /** Frames by which the graph's result is late, 0 or more; 0 unless told otherwise. */
  readonly latency?: number;
}

/**
 * Processors that render windows through a graph, in the Web Audio that `find` gives when it is needed.
 *
 * @internal
 */
export function graphRenderer(
  find: () => WebAudio | Promise<WebAudio>,
  buildGraph: BuildGraph,
  { latency = 0 }: WebAudioProcessorOptions,
): MakeWindowProcessor {
  checkIntegerOption("latency", latency, 0);
  return (start) => ({
    latency,
    async render(planes, signal) {
      signal?.throwIfAborted();
      if (checkPlanes(planes, start.channels) === 0) return;
      // Web Audio cannot be stopped half-way. It ends for nobody, and the planes stay as they are.
      const rendered = await abortable(rendering(find, buildGraph, start, planes), signal);
      planes.forEach((plane, channel) => {
        readChannel(rendered, channel, plane);
      });
    },
  });
}

async function rendering(
  find: () => WebAudio | Promise<WebAudio>,
  buildGraph: BuildGraph,
  start: ProcessorStart,
  planes: readonly Float32Array[],
): Promise<AudioBuffer> {
  const context = newContext(await find(), start, planes);
  try {
    const last = await buildGraph(context.offline, context.input, start);
    if (typeof last?.connect !== "function") throw new TypeError(`expected its last node, got ${last}`);
    last.connect(context.offline.destination);
    context.input.start();
    return await context.offline.startRendering();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LongwaveError(
      "audio/web-audio-failed",
      `the graph could not be rendered for the window at frame ${start.frame}: ${reason}`,
      { frame: start.frame, cause },
    );
  }
}

/** A context as long as the window, and the node that plays it. */
function newContext(
  { AudioBuffer, OfflineAudioContext, onTaken }: WebAudio,
  { sampleRate, channels }: ProcessorStart,
  planes: readonly Float32Array[],
): { readonly offline: OfflineAudioContext; readonly input: AudioBufferSourceNode } {
  const length = planes[0]?.length ?? 0;
  const shape = { sampleRate, numberOfChannels: channels, length };
  try {
    const offline = new OfflineAudioContext(shape);
    const buffer = new AudioBuffer(shape);
    planes.forEach((plane, channel) => {
      writeChannel(buffer, channel, plane);
    });
    // The window, and what is rendered of it.
    onTaken?.(2 * Float32Array.BYTES_PER_ELEMENT * channels * length);
    const input = offline.createBufferSource();
    input.buffer = buffer;
    // What ends in another number of channels is neither mixed down nor spread: each channel is what it was.
    offline.destination.channelInterpretation = "discrete";
    return { offline, input };
  } catch (cause) {
    throw refused({ sampleRate, channels, frames: length }, cause);
  }
}
