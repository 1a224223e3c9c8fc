import { clip } from "../../audio/clip.ts";
import { convert as convertAudio } from "../../audio/convert.ts";
import { peakWatch } from "../../audio/peak-watch.ts";
import type { FrameSpan } from "../../dsp/silence/frame-span.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { filmOf } from "../../transcode/film-of.ts";
import { encodeMedia, openMedia, transcode } from "../../transcode/node/index.ts";
import { FORMATS } from "../../transcode/plan/output-format.ts";
import type { EncodingOptions, OutputFormat, TranscodeResult } from "../../transcode/transcode-options.ts";
import { computedAudio } from "../../wav/computed-audio.ts";
import { holdsAll } from "../../wav/nearest-format.ts";
import type { Wav } from "../../wav/wav.ts";
import { clippingNote } from "../clipping-note.ts";
import { type ConvertOptions, partOf } from "../convert-options.ts";
import { encodingOptions } from "../encoding-options.ts";
import { noteFilm } from "../film-note.ts";
import { targetFormat } from "../format-options.ts";
import { clippingAdvice, levels, normalization } from "../processing.ts";
import { durationText } from "../quantity.ts";
import { type Recording, warningTeller } from "../recording.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { carriedBy, carriedPart } from "./carried.ts";
import { losslessBits } from "./lossless-bits.ts";
import { sayMediaWritten, writeMedia } from "./write-media.ts";

/** Whether others read a WAV file as we do. */
export function isReadByOthers({ container, format, warnings }: Wav): boolean {
  const isUsual = container === "RIFF" || container === "RF64";
  return isUsual && warnings.length === 0 && (format.encoding === "pcm" || format.encoding === "float");
}

/**
 * Has ffmpeg read the recording itself.
 *
 * @param wav the recording, where it is a WAV file: how long it is, is known then
 */
export async function transcodeFile(
  argument: string,
  file: ByteSource,
  wav: Wav | undefined,
  format: OutputFormat,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  const {
    output,
    signal,
    from = 0,
    to,
    rate,
    channels,
    track,
    copy,
    metadata,
    workers,
    strict,
    timeLimit,
  } = options;
  const { label = "writing", onShare } = options;
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, wav?.duration ?? Number.POSITIVE_INFINITY);
  const durationOf = async () => {
    if (Number.isFinite(end)) return end - from;
    const media = await openMedia(file, {
      ...(signal && { signal }),
      ...(track !== undefined && { track }),
    });
    await media.close();
    return media.duration - from;
  };
  const encoding = await encodingOptions(options, format, durationOf, signal);
  const result = await writeMedia({ output, out, signal, strict, timeLimit, label, onShare }, (sink, job) =>
    transcode(file, sink, {
      ...encoding,
      ...job,
      ...(from > 0 && { from }),
      ...(to !== undefined && { to }),
      ...(rate !== undefined && { sampleRate: rate }),
      ...(channels !== undefined && { channels }),
      ...(track !== undefined && { track }),
      ...(copy && { copy }),
      ...(metadata && { metadata }),
      ...(workers !== undefined && { workers }),
    }),
  );
  noteFilm(argument, result.film, out);
  // Half a second is more than a packet, and less than anybody means.
  if (to !== undefined && from + result.duration < to - 0.5) {
    out.note(`note: the recording ends at ${durationText(from + result.duration)}; the result ends there`);
  }
  return told(argument, result, output, out);
}

/** Computes what is asked for, and has the result encoded. */
export async function encodeRecording(
  argument: string,
  recording: Recording,
  format: OutputFormat,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  const { output, metadata = "keep", signal, strict, timeLimit, label, onShare } = options;
  const bits = bitsOf(recording, format, options);
  const tellWarnings = warningTeller(argument, recording, out);
  tellWarnings();
  const film = recording.media && filmOf(recording.media);
  noteFilm(argument, film, out);
  const [from, to] = partOf(recording, options, out);
  const { sample: _, dither, noiseShaping, ...shape } = targetFormat(options);
  const wanted = { ...shape, ...levels(recording, from, to, options), from, to };
  const plan = await normalization(recording, wanted, options, out);
  const { sampleRate } = recording;
  const encoding = await encodingOptions(options, format, async () => (to - from) / sampleRate, signal);
  const kept =
    metadata === "none"
      ? undefined
      : carriedPart(await carriedBy(recording, format, signal), from / sampleRate, to / sampleRate);
  const cover = kept && encoding.cover === undefined ? await recording.media?.cover(signal) : undefined;
  const isWhole = from === 0 && to === recording.frames;
  const audio = convertAudio(isWhole ? recording : clip(recording, from, to), {
    ...wanted,
    ...(plan && {
      gainDecibels: plan.gainDecibels,
      ...(plan.ceiling !== undefined && { ceiling: plan.ceiling }),
    }),
  });
  const sample = { encoding: "pcm", bitsPerSample: bits ?? 32 } as const;
  const whole: readonly FrameSpan[] = audio.frames > 0 ? [{ from: 0, to: audio.frames }] : [];
  const isExact = bits !== undefined && holdsAll(sample, recording.format);
  const watched = bits === undefined ? peakWatch(audio) : undefined;
  const computed = watched
    ? { audio: watched, peak: () => watched.peak }
    : computedAudio(audio, sample, isExact ? audio.changed : whole, {
        ...(dither && { dither }),
        ...(noiseShaping && { noiseShaping }),
      });
  const content: Pick<EncodingOptions, "tags" | "chapters" | "cover"> = {
    tags: { ...kept?.tags, ...encoding.tags },
    ...(kept && { chapters: kept.chapters }),
    ...(cover && { cover }),
  };
  const result = await writeMedia(
    { output, out, signal, strict, timeLimit, label: label ?? (plan ? "2/2 writing" : "writing"), onShare },
    (sink, job) =>
      encodeMedia(computed.audio, sink, {
        ...content,
        ...encoding,
        tags: content.tags ?? {},
        // It has that rate by now: said so that it is told where the format lacks it.
        ...(shape.sampleRate !== undefined && { sampleRate: shape.sampleRate }),
        ...job,
        ...(bits !== undefined && { bits }),
      }),
  );
  tellWarnings();
  const isClipped = clippingNote(output, computed.peak(), clippingAdvice(options, false));
  if (isClipped) out.note(isClipped);
  const warnings = [...(recording.media?.warnings ?? []), ...result.warnings];
  const facts = told(argument, result, output, out);
  return {
    ...facts,
    warnings,
    ...(film && { film }),
    ...(plan && { normalization: plan }),
    clips: isClipped !== undefined,
  };
}

/** Bits of the samples of a lossless result; refuses `--bits` and `--dither` where there are none. */
function bitsOf(
  recording: Recording,
  format: OutputFormat,
  { bits, dither }: ConvertOptions,
): number | undefined {
  if (!FORMATS[format].isLossless) {
    const idle = bits ? "--bits" : dither ? "--dither" : undefined;
    if (idle) throw new UsageError(`${idle} has no meaning for ${format}, which keeps no samples`);
    return undefined;
  }
  const { encoding, bitsPerSample } = bits ?? {};
  if (bitsPerSample === undefined) return losslessBits(recording, format);
  if (encoding === "pcm" && (bitsPerSample === 16 || bitsPerSample === 24)) return bitsPerSample;
  throw new UsageError(`--bits can be 16 or 24 for ${format}`);
}

/** Says what was written, and what was odd about it; returns what `--json` prints. */
export function told(argument: string, result: TranscodeResult, output: string, out: Terminal): object {
  for (const { message, code } of result.warnings) out.note(`warning: ${argument}: ${message} (${code})`);
  sayMediaWritten(result, output, out);
  return { output, ...result };
}
