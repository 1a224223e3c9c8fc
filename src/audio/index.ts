export type { AudioSource } from "./audio-source.ts";
export { blockSizer } from "./blocks/block-sizer.ts";
export { type AudioBlock, type BlockCut, type BlocksOptions, blocks } from "./blocks/blocks.ts";
export { processStream } from "./blocks/process-stream.ts";
export { type ReadableBlocksOptions, readableBlocks } from "./blocks/readable-blocks.ts";
export { type ProcessChunkedOptions, processChunked } from "./chunked/process-chunked.ts";
export type { MakeChunkProcessor } from "./chunked/render-chunk.ts";
export type { MakeWindowProcessor, WindowProcessor } from "./chunked/window-processor.ts";
export { clip } from "./clip.ts";
export { concat } from "./concat.ts";
export { type ConvertedAudio, type ConvertOptions, convert } from "./convert.ts";
export { type CrossfadeOptions, crossfade } from "./crossfade.ts";
export { type FadeOptions, fade } from "./fade.ts";
export { gain } from "./gain.ts";
export { type FillPlanes, type GeneratedAudio, generatorSource } from "./generator-source.ts";
export { type FramesProgress, type MeasureOptions, measure } from "./measure.ts";
export { type MixPart, mix } from "./mix.ts";
export {
  type NormalizationOptions,
  type NormalizationPlan,
  type NormalizationTarget,
  normalizationGain,
  planNormalization,
} from "./normalization.ts";
export { type PeakWatch, peakWatch } from "./peak-watch.ts";
export { planesSource } from "./planes-source.ts";
export { process } from "./process.ts";
export { processFrames } from "./process-frames.ts";
export { type QuantizeOptions, quantize } from "./quantize.ts";
export { remix } from "./remix.ts";
export { type ResampleOptions, resample } from "./resample.ts";
export { type Scan, type ScanOptions, scan } from "./scan.ts";
export { type SoundSpans, type SoundSpansOptions, soundSpans } from "./sound-spans.ts";
export { frameAt, parseTime } from "./time.ts";
export {
  type WaveformFile,
  type WaveformFileFormat,
  type WaveformFileOptions,
  writeWaveformFile,
} from "./waveform-file.ts";
export { fromAudioBuffer, type ReadableAudioBuffer } from "./web-audio/from-audio-buffer.ts";
export type { BuildGraph, WebAudioProcessorOptions } from "./web-audio/graph-renderer.ts";
export { type ToAudioBufferOptions, toAudioBuffer } from "./web-audio/to-audio-buffer.ts";
export type {
  AudioBufferShape,
  WebAudioBuffer,
  WebAudioContext,
  WebAudioNode,
} from "./web-audio/web-audio.ts";
export { webAudioProcessor } from "./web-audio/web-audio-processor.ts";
