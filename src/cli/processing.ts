import { clip } from "../audio/clip.ts";
import { type ConvertOptions as Conversion, convert as convertAudio } from "../audio/convert.ts";
import {
  type NormalizationPlan,
  type NormalizationTarget,
  planNormalization,
} from "../audio/normalization.ts";
import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import type { Wav } from "../wav/wav.ts";
import { resultName } from "./clipping-note.ts";
import type { FormatOptions } from "./format-options.ts";
import { showFrames } from "./frames-progress.ts";
import { durationText } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What `convert` does to the sound beside its format. */
export interface ProcessingOptions {
  /** Seconds, as `fadeOut`. */
  readonly fadeIn?: number;
  readonly fadeOut?: number;
  readonly fadeCurve?: FadeCurve;
  /** dB. */
  readonly gain?: number;
  readonly normalize?: NormalizationTarget;
  /** dBTP. */
  readonly ceiling?: number;
}

/** Which part of a recording, in frames, and what it becomes. */
interface PartConversion extends Conversion {
  readonly from: number;
  readonly to: number;
}

const PROCESSING = [
  "fadeIn",
  "fadeOut",
  "gain",
  "normalize",
  "mix",
  "quality",
  "dither",
  "bits",
] as const satisfies readonly (keyof (ProcessingOptions & FormatOptions))[];

/**
 * Whether something is asked for that takes samples to be computed here, beside another sample rate or fewer
 * channels.
 */
export function processes(options: ProcessingOptions & FormatOptions): boolean {
  return PROCESSING.some((name) => options[name] !== undefined);
}

/** Fades and gain. */
export function levels(wav: Wav, from: number, to: number, options: ProcessingOptions): Conversion {
  const { fadeIn = 0, fadeOut = 0, fadeCurve, gain } = options;
  const seconds = (to - from) / wav.sampleRate;
  // Half a frame is what rounding may add to each.
  if (fadeIn + fadeOut > seconds + 1 / wav.sampleRate) {
    throw new UsageError(
      `the fades take ${durationText(fadeIn + fadeOut)}, and the result lasts ${durationText(seconds)}`,
    );
  }
  return {
    fadeIn,
    fadeOut,
    ...(fadeCurve && { curve: fadeCurve }),
    ...(gain !== undefined && { gainDecibels: gain }),
  };
}

/** Measures what will be written, and says what has to be done to it; nothing where nobody asks for it. */
export async function normalization(
  wav: Wav,
  wanted: PartConversion,
  {
    normalize,
    ceiling,
    signal,
    output,
  }: ProcessingOptions & { readonly signal?: AbortSignal; readonly output: string },
  out: Terminal,
): Promise<NormalizationPlan | undefined> {
  if (!normalize) return undefined;
  const audio = convertAudio(clip(wav, wanted.from, wanted.to), wanted);
  const { channelMask } = wav.format;
  const plan = await planNormalization(audio, normalize, {
    ...(channelMask !== undefined && audio.channels === wav.channels && { channelMask }),
    ...(ceiling !== undefined && { ceiling }),
    onProgress: showFrames(out, audio.sampleRate, "1/2 measuring"),
    ...(signal && { signal }),
  });
  out.clearProgress();
  for (const line of planLines(plan, normalize, output)) out.note(line);
  return plan;
}

function planLines(
  { gainDecibels, integrated, truePeak, ceiling, reached = integrated }: NormalizationPlan,
  { loudness }: NormalizationTarget,
  output: string,
): string[] {
  const measured = loudness === undefined ? truePeak : integrated;
  if (!Number.isFinite(measured)) {
    const what = loudness === undefined ? "silent" : "silent, or too short or too quiet to have a loudness";
    return [`note: the recording is ${what}: its level stays as it is`];
  }
  if (ceiling === undefined || loudness === undefined) return [];
  const peak = truePeak + loudness - integrated;
  const limit =
    `note: at ${loudness} LUFS its true peak would be ${decibelText(peak)} dBTP; ` +
    `a limiter takes up to ${decibelText(truePeak + gainDecibels - ceiling)} dB off the peaks, down to ${ceiling} dBTP`;
  if (Math.abs(reached - loudness) <= 0.1) return [limit];
  return [`${limit}, and ${resultName(output)} comes to ${decibelText(reached)} LUFS`];
}

function decibelText(value: number): string {
  return value.toFixed(1);
}

/** What to do about clipping. */
export function clippingAdvice({ normalize, gain }: ProcessingOptions, hasFloats: boolean): string {
  const floats = hasFloats ? " or --bits 32f" : "";
  const or = hasFloats ? ", " : " or ";
  return normalize || gain === undefined || gain <= 0
    ? `--normalize -1dBTP${or}a lower --gain${floats} avoids that`
    : `a lower --gain${or}--normalize -1dBTP${floats} avoids that`;
}
