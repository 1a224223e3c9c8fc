import { extname } from "node:path";
import { LongwaveError } from "../stream/error.ts";
import type { OutputFormat } from "../transcode/transcode-options.ts";
import { chooseFormat } from "../wav/choose-format.ts";
import { convertWav } from "../wav/convert-wav.ts";
import { describeFormat } from "../wav/format.ts";
import { withAdvice } from "./advice.ts";
import { clippingNote } from "./clipping-note.ts";
import { computeFast } from "./compute-fast.ts";
import { type ConvertOptions, partOf, STDIN } from "./convert-options.ts";
import { checkEncodingFlags, refuseContent } from "./encoding-options.ts";
import { CONVERSION_ADVICE, targetFormat, withRateNamed } from "./format-options.ts";
import { showWritten } from "./frames-progress.ts";
import { isFile } from "./is-file.ts";
import { openIfWav } from "./open-recording.ts";
import { openSource } from "./open-source.ts";
import { containerFor } from "./output-container.ts";
import { clippingAdvice, levels, normalization, processes } from "./processing.ts";
import { durationText } from "./quantity.ts";
import { type Recording, warningTeller, withName } from "./recording.ts";
import { checkTarget, endingOf } from "./target.ts";
import { type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { STDOUT, sayWritten, writeOutput } from "./write-output.ts";

/** `longwave convert SOURCE OUT` */
export async function convert(argument: string, options: ConvertOptions): Promise<void> {
  const out = terminal(options);
  out.json(await convertOne(argument, options, out));
}

/** Converts one recording; returns what `--json` prints of it. */
export async function convertOne(argument: string, options: ConvertOptions, out: Terminal): Promise<object> {
  const { from = 0, to = Number.POSITIVE_INFINITY, output, json } = options;
  if (to <= from) {
    throw new UsageError(`--to must lie after --from, got ${durationText(from)} to ${durationText(to)}`);
  }
  // Refuses a dither for samples that have none.
  targetFormat(options);
  const format = checkTarget(output, json, [argument], options);
  checkEncodingFlags(options, format);
  // Two recordings that a pattern of the shell matched would be taken for a source and its result.
  if (!options.replace && isFile(output)) {
    throw new UsageError(`${output} is there already; --force replaces it`);
  }
  computeFast();
  if (argument === STDIN)
    return (await import("./media/convert-stream.ts")).convertStream(format, options, out);
  const file = await openSource(argument, options);
  const wav = await openIfWav(argument, file, options);
  const isWav = !(wav instanceof LongwaveError);
  try {
    if (isWav && format === "wav") {
      refuseContent(options, "is for other formats: longwave tag changes those of WAV files");
      if (options.copy === "always") throw new UsageError("--copy is for other formats than WAV");
      return await convertToWav(argument, Object.assign(wav, { file }), options, out);
    }
    const media = await import("./media/convert-media.ts");
    if (!isWav && isPlain(format, options)) {
      return await media.transcodeFile(argument, file, undefined, format, options, out);
    }
    if (isWav && isPlain(format, options) && media.isReadByOthers(wav)) {
      return await media.transcodeFile(argument, file, wav, format, options, out);
    }
    if (options.copy === "always") {
      throw new UsageError("--copy always leaves the sound as it is: nothing else can be asked for");
    }
    if (isWav)
      return await media.encodeRecording(argument, Object.assign(wav, { file }), format, options, out);
    const { openMediaRecording } = await import("./media/media-recording.ts");
    const recording = await openMediaRecording(argument, file, options, wav);
    try {
      if (format !== "wav") return await media.encodeRecording(argument, recording, format, options, out);
      refuseContent(options, "cannot be written together with these options: use longwave tag behind it");
      return await convertToWav(argument, recording, options, out);
    } finally {
      await recording.close();
    }
  } catch (error) {
    throw withName(argument, withAdvice(withRateNamed(error, options), CONVERSION_ADVICE));
  } finally {
    out.clearProgress();
    await file.close?.();
  }
}

/** Whether ffmpeg, or we within the worker's reach, can do it without samples that are computed with here. */
function isPlain(format: OutputFormat, options: ConvertOptions): boolean {
  const { metadata = "keep", rate, channels = 1, output } = options;
  if (processes(options) || metadata === "none" || channels > 2) return false;
  if (format !== "wav") return true;
  // Dither, containers and sizes that are known from the start are our own writer's.
  const isDecoded = rate === undefined && options.channels === undefined;
  return isDecoded && output !== STDOUT && containerFor(output) === undefined;
}

async function convertToWav(
  argument: string,
  wav: Recording,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  const { output, metadata = "keep", signal, label, onShare } = options;
  const tellWarnings = warningTeller(argument, wav, out);
  tellWarnings();
  const [fromFrame, toFrame] = partOf(wav, options, out);
  const container = containerFor(output);
  const wanted = {
    ...targetFormat(options),
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
  const show = showWritten(out, audio, file.size, label ?? (plan ? "2/2 writing" : "writing"));
  await writeOutput(file, output, out, signal, (bytes) => {
    show(bytes);
    onShare?.(bytes / file.size);
  });
  tellWarnings();
  const isClipped = clippingNote(output, peak(), clippingAdvice(options, true));
  if (isClipped) out.note(isClipped);
  const { frames, sampleRate, channels } = audio;
  const duration = frames / sampleRate;
  const { encoding, bitsPerSample } = sample;
  sayWritten(file, duration, output, out, describeFormat(chooseFormat(sample, channels, sampleRate)));
  return {
    output,
    encoding,
    bitsPerSample,
    sampleRate,
    channels,
    frames,
    duration,
    bytes: file.size,
    ...(plan && { normalization: plan }),
    clips: isClipped !== undefined,
    ...(wav.media && { warnings: wav.media.warnings }),
  };
}

/** What a result is called that has no name of its own: that of its source, with the ending of its format. */
export function resultNameOf(source: string, format: OutputFormat): string {
  const [last = ""] = source
    .replace(/[?#].*$/s, "")
    .split(/[\\/]/)
    .slice(-1);
  const stem = last.slice(0, last.length - extname(last).length);
  return `${stem || "recording"}.${endingOf(format)}`;
}
