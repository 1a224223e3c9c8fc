export { type ActivityOptions, activityDetector } from "./activity-detector.ts";
export {
  type BiquadCoefficients,
  type BiquadDesign,
  biquad,
  type PassDesign,
  type PeakingDesign,
  type ShelfDesign,
} from "./biquad.ts";
export { type BiquadFilterOptions, biquadFilter } from "./biquad-filter.ts";
export { biquadResponse, type FrequencyResponse } from "./biquad-response.ts";
export { type ButterworthDesign, butterworth } from "./butterworth.ts";
export type { Levels } from "./channel-levels.ts";
export type { ChannelLink } from "./channel-link.ts";
export { CHANNEL_RULES, type ChannelMatrix, type ChannelRule, channelMatrix } from "./channel-matrix.ts";
export { type CompressorOptions, compressor } from "./compressor.ts";
export { type CrossfadeBlock, crossfadePlanes } from "./crossfade.ts";
export { type DcBlockerOptions, dcBlocker } from "./dc-blocker.ts";
export { decibelsFromGain, gainFromDecibels } from "./decibel.ts";
export { FADE_CURVES, type FadeCurve, fadeGain, isEqualGain } from "./fade-curve.ts";
export { type FadePointsOptions, fadePoints } from "./fade-points.ts";
export { type FirFilterOptions, firFilter } from "./fir-filter.ts";
export {
  type FrameSpan,
  longSpans,
  mergeSpans,
  padSpans,
  type SpanPadding,
  spansBetween,
} from "./frame-span.ts";
export { type GainEnvelopeOptions, type GainPoint, gainEnvelope } from "./gain-envelope.ts";
export { type GateOptions, gate } from "./gate.ts";
export { type LevelMeter, type LevelMeterOptions, levelMeter } from "./level-meter.ts";
export { type LimiterOptions, limiter } from "./limiter.ts";
export { type LoudnessMeter, type LoudnessMeterOptions, loudnessMeter } from "./loudness-meter.ts";
export type { Meter } from "./meter.ts";
export { mixInto } from "./mix.ts";
export { type Noise, type NoiseOptions, noise } from "./noise.ts";
export { newPlanes, planesWithin } from "./planes.ts";
export { type PolarityOptions, polarity } from "./polarity.ts";
export type { AudioFormat, MakeProcessor, Processor, ProcessorStart } from "./processor.ts";
export { processorChain } from "./processor-chain.ts";
export {
  DITHERS,
  type Dither,
  NOISE_SHAPINGS,
  type NoiseShaping,
  type QuantizerOptions,
  quantizer,
} from "./quantizer.ts";
export { remixPlanes } from "./remix.ts";
export type { ResampleQuality } from "./resample-quality.ts";
export {
  type Resampler,
  type ResamplerOptions,
  resampledFrames,
  resampler,
  type TakePlanes,
} from "./resampler.ts";
export { type SilenceChunksOptions, silenceChunks } from "./silence-chunks.ts";
export { type SilenceOptions, silenceDetector } from "./silence-detector.ts";
export type { SpanDetector } from "./span-detector.ts";
export { type TruePeakMeter, truePeakMeter } from "./true-peak-meter.ts";
export {
  coarserWaveform,
  pixelsOf,
  type Waveform,
  type WaveformShape,
  type WaveformValues,
} from "./waveform.ts";
export { readWaveformDat, waveformDatHeader, waveformDatValues, writeWaveformDat } from "./waveform-dat.ts";
export {
  readWaveformJson,
  type WaveformJsonWriter,
  waveformJsonWriter,
  writeWaveformJson,
} from "./waveform-json.ts";
export {
  type WaveformChannels,
  type WaveformPeaks,
  type WaveformPeaksOptions,
  waveformPeaks,
} from "./waveform-peaks.ts";
export { samplesPerPixelAt, samplesPerPixelWithin } from "./waveform-resolution.ts";
