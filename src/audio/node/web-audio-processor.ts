import type { MakeWindowProcessor } from "../chunked/window-processor.ts";
import {
  type BuildGraph,
  graphRenderer,
  type WebAudioProcessorOptions,
} from "../web-audio/graph-renderer.ts";
import { nodeWebAudio } from "./web-audio.ts";

/**
 * `webAudioProcessor` for Node, with the Web Audio of the package `node-web-audio-api`, which is loaded when the first
 * window is rendered. All else is as in a page.
 *
 * @throws LongwaveError as in a page, but `audio/no-web-audio` where the package is not installed
 *   (`npm install node-web-audio-api`) or does not load
 */
export function webAudioProcessor(
  buildGraph: BuildGraph,
  options: WebAudioProcessorOptions = {},
): MakeWindowProcessor {
  return graphRenderer(nodeWebAudio, buildGraph, options);
}
