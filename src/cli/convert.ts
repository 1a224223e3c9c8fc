import { clip } from "../audio/clip.ts";
import { type ConvertOptions as Conversion, convert as convertAudio } from "../audio/convert.ts";
import {
  type NormalizationPlan,
  type NormalizationTarget,
  planNormalization,
} from "../audio/normalization.ts";
import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import { chooseFormat } from "../wav/choose-format.ts";
import { type ConvertWavOptions, convertWav } from "../wav/convert-wav.ts";
import { describeFormat } from "../wav/format.ts";
import type { Wav } from "../wav/wav.ts";
import { withAdvice } from "./advice.ts";
import { clippingNote, resultName } from "./clipping-note.ts";
import { computeFast } from "./compute-fast.ts";
import { CONVERSION_ADVICE, type FormatOptions, targetFormat, withRateNamed } from "./format-options.ts";
import { showFrames, showWritten } from "./frames-progress.ts";
import { framesWithin } from "./frames-within.ts";
import { isFile } from "./is-file.ts";
import { openRecording, warningLines } from "./open-recording.ts";
import type { OpenSourceOptions } from "./open-source.ts";
import { containerFor } from "./output-container.ts";
import { durationText } from "./quantity.ts";
import { type OutputOptions, type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { checkOutput, sayWritten, writeOutput } from "./write-output.ts";

export interface ConvertOptions extends OutputOptions, OpenSourceOptions, FormatOptions {
  readonly output: string;
  /** Whether a file may be there already. */
  readonly replace: boolean;
  /** Seconds, as `to`, `fadeIn` and `fadeOut`. */
  readonly from?: number;
  readonly to?: number;
  readonly fadeIn?: number;
  readonly fadeOut?: number;
  readonly fadeCurve?: FadeCurve;
  /** dB. */
  readonly gain?: number;
  readonly normalize?: NormalizationTarget;
  /** dBTP. */
  readonly ceiling?: number;
  readonly metadata?: "keep" | "none";
}

/** `longwave convert SOURCE OUT` */
export async function convert(argument: string, options: ConvertOptions): Promise<void> {
  const { from = 0, to = Number.POSITIVE_INFINITY, output, metadata = "keep", signal, json } = options;
  if (to <= from) {
    throw new UsageError(`--to must lie after --from, got ${durationText(from)} to ${durationText(to)}`);
  }
  const target = targetFormat(options);
  checkOutput(output, json, [argument]);
  // Two recordings that a pattern of the shell matched would be taken for a source and its result.
  if (!options.replace && isFile(output)) {
    throw new UsageError(`${output} is there already; --force replaces it`);
  }
  computeFast();
  const out = terminal(options);
  const wav = await openRecording(argument, options);
  try {
    for (const line of warningLines(argument, wav)) out.note(line);
    const isPart = options.from !== undefined || options.to !== undefined;
    const [fromFrame, toFrame] = isPart ? framesWithin(wav, from, to, "result") : [0, wav.frames];
    if (to > wav.duration && to !== Number.POSITIVE_INFINITY) {
      out.note(`note: the recording ends at ${durationText(wav.duration)}; the result ends there`);
    }
    const container = containerFor(output);
    const wanted: ConvertWavOptions = {
      ...target,
      ...levels(wav, fromFrame, toFrame, options),
      from: fromFrame,
      to: toFrame,
      metadata,
      ...(container && { container }),
      ...(signal && { signal }),
    };
    const plan = await normalization(wav, wanted, options, out);
    const { file, audio, sample, peak } = await convertWav(wav, {
      ...wanted,
      ...(plan && {
        gainDecibels: plan.gainDecibels,
        ...(plan.ceiling !== undefined && { ceiling: plan.ceiling }),
      }),
    });
    const label = plan ? "2/2 writing" : "writing";
    await writeOutput(file, output, out, signal, showWritten(out, audio, file.size, label));
    const isClipped = clippingNote(output, peak(), advice(options));
    if (isClipped) out.note(isClipped);
    const { frames, sampleRate, channels } = audio;
    const duration = frames / sampleRate;
    const { encoding, bitsPerSample } = sample;
    const format = { encoding, bitsPerSample, sampleRate, channels };
    out.json({
      output,
      ...format,
      frames,
      duration,
      bytes: file.size,
      ...(plan && { normalization: plan }),
      clips: isClipped !== undefined,
    });
    sayWritten(file, duration, output, out, describeFormat(chooseFormat(sample, channels, sampleRate)));
  } catch (error) {
    throw withAdvice(withRateNamed(error, options), CONVERSION_ADVICE);
  } finally {
    out.clearProgress();
    await wav.close();
  }
}

/** Fades and gain. */
function levels(wav: Wav, from: number, to: number, options: ConvertOptions): Conversion {
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
async function normalization(
  wav: Wav,
  wanted: ConvertWavOptions,
  { normalize, ceiling, signal, output }: ConvertOptions,
  out: Terminal,
): Promise<NormalizationPlan | undefined> {
  if (!normalize) return undefined;
  const audio = convertAudio(clip(wav, wanted.from ?? 0, wanted.to), wanted);
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
function advice({ normalize, gain }: ConvertOptions): string {
  return normalize || gain === undefined || gain <= 0
    ? "--normalize -1dBTP, a lower --gain or --bits 32f avoids that"
    : "a lower --gain, --normalize -1dBTP or --bits 32f avoids that";
}
