export { decibelsFromGain, gainFromDecibels } from "./decibel.ts";
export type { ChannelLink } from "./dynamics/channel-link.ts";
export { type CompressorOptions, compressor } from "./dynamics/compressor.ts";
export { type GateOptions, gate } from "./dynamics/gate.ts";
export { type LimiterOptions, limiter } from "./dynamics/limiter.ts";
export {
  type BiquadCoefficients,
  type BiquadDesign,
  biquad,
  type PassDesign,
  type PeakingDesign,
  type ShelfDesign,
} from "./filter/biquad.ts";
export { type BiquadFilterOptions, biquadFilter } from "./filter/biquad-filter.ts";
export { biquadResponse, type FrequencyResponse } from "./filter/biquad-response.ts";
export { type ButterworthDesign, butterworth } from "./filter/butterworth.ts";
export { type DcBlockerOptions, dcBlocker } from "./filter/dc-blocker.ts";
export { type FirFilterOptions, firFilter } from "./filter/fir-filter.ts";
export {
  CHANNEL_RULES,
  type ChannelMatrix,
  type ChannelRule,
  channelMatrix,
} from "./level/channel-matrix.ts";
export { type CrossfadeBlock, crossfadePlanes } from "./level/crossfade.ts";
export { FADE_CURVES, type FadeCurve, fadeGain, isEqualGain } from "./level/fade-curve.ts";
export { type FadePointsOptions, fadePoints } from "./level/fade-points.ts";
export { type GainEnvelopeOptions, type GainPoint, gainEnvelope } from "./level/gain-envelope.ts";
export { mixInto } from "./level/mix.ts";
export { type Noise, type NoiseOptions, noise } from "./level/noise.ts";
export { type PolarityOptions, polarity } from "./level/polarity.ts";
export {
  DITHERS,
  type Dither,
  NOISE_SHAPINGS,
  type NoiseShaping,
  type QuantizerOptions,
  quantizer,
} from "./level/quantizer.ts";
export { remixPlanes } from "./level/remix.ts";
export type { Meter } from "./meter.ts";
export type { Levels } from "./metering/channel-levels.ts";
export { type LevelMeter, type LevelMeterOptions, levelMeter } from "./metering/level-meter.ts";
export { type LoudnessMeter, type LoudnessMeterOptions, loudnessMeter } from "./metering/loudness-meter.ts";
export { type TruePeakMeter, truePeakMeter } from "./metering/true-peak-meter.ts";
export { newPlanes, planesWithin } from "./planes.ts";
export type { AudioFormat, MakeProcessor, Processor, ProcessorStart } from "./processor.ts";
export { processorChain } from "./processor-chain.ts";
export type { ResampleQuality } from "./resample/resample-quality.ts";
export {
  type Resampler,
  type ResamplerOptions,
  resampledFrames,
  resampler,
  type TakePlanes,
} from "./resample/resampler.ts";
export { type ActivityOptions, activityDetector } from "./silence/activity-detector.ts";
export {
  type FrameSpan,
  longSpans,
  mergeSpans,
  padSpans,
  type SpanPadding,
  spansBetween,
} from "./silence/frame-span.ts";
export { type SilenceChunksOptions, silenceChunks } from "./silence/silence-chunks.ts";
export { type SilenceOptions, silenceDetector } from "./silence/silence-detector.ts";
export type { SpanDetector } from "./silence/span-detector.ts";
export { normalizedPeaks } from "./waveform/normalized-peaks.ts";
export {
  coarserWaveform,
  pixelsOf,
  type Waveform,
  type WaveformShape,
  type WaveformValues,
} from "./waveform/waveform.ts";
export {
  readWaveformDat,
  waveformDatHeader,
  waveformDatValues,
  writeWaveformDat,
} from "./waveform/waveform-dat.ts";
export {
  readWaveformJson,
  type WaveformJsonWriter,
  waveformJsonWriter,
  writeWaveformJson,
} from "./waveform/waveform-json.ts";
export {
  type WaveformChannels,
  type WaveformPeaks,
  type WaveformPeaksOptions,
  waveformPeaks,
} from "./waveform/waveform-peaks.ts";
export { samplesPerPixelAt, samplesPerPixelWithin } from "./waveform/waveform-resolution.ts";
