import type { MakeWindowProcessor } from "../chunked/window-processor.ts";
import { type BuildGraph, graphRenderer, type WebAudioProcessorOptions } from "./graph-renderer.ts";
import { pageWebAudio } from "./web-audio.ts";

/**
 * Any graph of Web Audio nodes as an effect: every window is rendered through it in an `OfflineAudioContext` of its
 * own, as long as the window and with its channels. Web Audio API 1.1, section 1.3.
 *
 * Nothing is mixed by surprise: where the graph ends in fewer channels than the window has, the others are silent, and
 * where it ends in more, they are left out, unless it sets `context.destination.channelInterpretation` to `"speakers"`.
 * Nodes that have limits of their own keep them: a `DynamicsCompressorNode` and a `StereoPannerNode` have two channels.
 *
 * Web Audio computes 128 frames at a time, from the beginning of the window, and parameters that are not automated
 * sample by sample change with these. A `DynamicsCompressorNode` is late by its look-ahead of 6 ms, which is not the
 * same number of frames everywhere: `latency` must say it.
 *
 * A signal rejects `render` at once and leaves the window as it was; what is being rendered goes on unheard.
 *
 * In a page; in Node import it from `longwave/node`.
 *
 * @throws LongwaveError `options/invalid` at once. `render` throws `audio/bad-planes`; `audio/no-web-audio` outside of
 *   pages; `audio/web-audio-refused` for a sample rate or a number of channels that Web Audio does not take (all take
 *   8000 to 96000 Hz and 32 channels), `audio/too-long` where there is no memory for the window;
 *   `audio/web-audio-failed`, with its cause, when the graph cannot be built or rendered
 */
export function webAudioProcessor(
  buildGraph: BuildGraph,
  options: WebAudioProcessorOptions = {},
): MakeWindowProcessor {
  return graphRenderer(() => pageWebAudio("webAudioProcessor"), buildGraph, options);
}
