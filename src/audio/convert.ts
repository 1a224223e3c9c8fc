import { gainFromDecibels } from "../dsp/decibel.ts";
import { limiter } from "../dsp/dynamics/limiter.ts";
import { type ChannelMatrix, type ChannelRule, channelMatrix } from "../dsp/level/channel-matrix.ts";
import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import type { ResampleQuality } from "../dsp/resample/resample-quality.ts";
import { type FrameSpan, mergeSpans } from "../dsp/silence/frame-span.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { checkFades, fade } from "./fade.ts";
import { gain } from "./gain.ts";
import { process as processInOrder } from "./process.ts";
import { remix } from "./remix.ts";
import { resample } from "./resample.ts";
import { frameAt } from "./time.ts";

/** What a source is converted to. What is left out stays as it is. */
export interface ConvertOptions {
  /** Hz, an integer; see `resample`. */
  readonly sampleRate?: number;
  /** Of the conversion of the sample rate; `"high"` unless told otherwise. */
  readonly quality?: ResampleQuality;
  /** 1 or more; see `remix`. */
  readonly channels?: number;
  /** How channels are mixed; `"speakers"` unless told otherwise. */
  readonly rule?: ChannelRule;
  /** Seconds at the beginning, 0 or more; 0 unless told otherwise. */
  readonly fadeIn?: number;
  /** Seconds at the end, 0 or more; 0 unless told otherwise. */
  readonly fadeOut?: number;
  /** `"linear"` unless told otherwise. */
  readonly curve?: FadeCurve;
  /** -200 to 200; 0 unless told otherwise. */
  readonly gainDecibels?: number;
  /**
   * dBTP, -60 to 0: a look-ahead limiter holds true peaks below that. None unless told otherwise. It holds for what lies
   * below 0.45 of the sample rate; white noise up to half the sample rate can come out 1 dB above it, see `limiter`.
   */
  readonly ceiling?: number;
}

/** What a source was converted to. */
export interface ConvertedAudio extends AudioSource {
  /**
   * Where samples were computed, in frames of the result. All others are samples of the source as they were: in another
   * channel maybe, and silence in channels that are new.
   */
  readonly changed: readonly FrameSpan[];
}

/**
 * A source in another format, with other levels, or both: mixed down, resampled, mixed up, faded, made louder or quieter,
 * and limited, in this order. Each of these is left out where it would change nothing.
 *
 * Channels that become fewer are mixed before all else, and those that become more behind that: there is least to compute.
 * The limiter comes last, so that what comes out is below its ceiling; it has heard all from the first frame on, so reading
 * in order is cheap, and anything else is not (see `process`).
 *
 * @throws LongwaveError `audio/no-channel-rule`, `options/invalid`, also where the fades are longer than the source
 */
export function convert(source: AudioSource, options: ConvertOptions = {}): ConvertedAudio {
  const { sampleRate = source.sampleRate, quality = "high", channels = source.channels } = options;
  const { rule = "speakers", fadeIn = 0, fadeOut = 0, curve = "linear", ceiling } = options;
  const { gainDecibels = 0 } = options;
  checkNumberOption("gainDecibels", gainDecibels, -200, 200);
  if (ceiling !== undefined) checkNumberOption("ceiling", ceiling, -60, 0);

  const matrix = channelMatrix(source.channels, channels, rule);
  const mixedDown = channels < source.channels ? remix(source, matrix) : source;
  const resampled = resample(mixedDown, sampleRate, { quality });
  let audio = channels > source.channels ? remix(resampled, matrix) : resampled;
  const { frames } = audio;
  checkFades(audio, { fadeIn, fadeOut });
  const changes: FrameSpan[] = [];
  if (fadeIn > 0 || fadeOut > 0) {
    audio = fade(audio, { in: fadeIn, out: fadeOut, curve });
    changes.push({ from: 0, to: frameAt(fadeIn, sampleRate) });
    changes.push({ from: frames - frameAt(fadeOut, sampleRate), to: frames });
  }
  if (gainDecibels !== 0) audio = gain(audio, gainFromDecibels(gainDecibels));
  if (ceiling !== undefined) audio = processInOrder(audio, (start) => limiter({ ...start, ceiling }));

  const isComputed =
    !isSelection(matrix) || sampleRate !== source.sampleRate || gainDecibels !== 0 || ceiling !== undefined;
  const spans = isComputed ? [{ from: 0, to: frames }] : changes;
  return {
    sampleRate,
    channels,
    frames,
    changed: mergeSpans(spans.filter(({ from, to }) => to > from)),
    read: (start, planes, signal) => audio.read(start, planes, signal),
  };
}

/** Whether each channel that comes out is one that went in, or silence. */
function isSelection(matrix: ChannelMatrix): boolean {
  return matrix.every((row) => {
    const used = row.filter((factor) => factor !== 0);
    return used.length === 0 || (used.length === 1 && used[0] === 1);
  });
}
