import { extname } from "node:path";
import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { OutputFormat } from "../transcode/transcode-options.ts";
import { withAdvice } from "./advice.ts";
import { computeFast } from "./compute-fast.ts";
import { type ConvertOptions, STDIN } from "./convert-options.ts";
import { convertToWav } from "./convert-to-wav.ts";
import { checkEncodingFlags, refuseContent } from "./encoding-options.ts";
import { CONVERSION_ADVICE, targetFormat, withRateNamed } from "./format-options.ts";
import { isFile } from "./is-file.ts";
import { openIfWav } from "./open-recording.ts";
import { openSource } from "./open-source.ts";
import { containerFor } from "./output-container.ts";
import { processes } from "./processing.ts";
import { durationText } from "./quantity.ts";
import { type Recording, withName } from "./recording.ts";
import { checkTarget, endingOf } from "./target.ts";
import { type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { STDOUT } from "./write-output.ts";

/** `longwave convert SOURCE OUT` */
export async function convert(argument: string, options: ConvertOptions): Promise<void> {
  const out = terminal(options);
  out.json(await convertOne(argument, options, out));
}

/** Converts one recording; returns what `--json` prints of it. */
export async function convertOne(argument: string, options: ConvertOptions, out: Terminal): Promise<object> {
  const format = checkOptions(argument, options);
  computeFast();
  if (argument === STDIN)
    return (await import("./media/convert-stream.ts")).convertStream(format, options, out);
  const file = await openSource(argument, options);
  const wav = await openIfWav(argument, file, options);
  try {
    return wav instanceof LongwaveError
      ? await convertMedia(argument, { file, notWav: wav }, format, options, out)
      : await convertWavFile(argument, Object.assign(wav, { file }), format, options, out);
  } catch (error) {
    throw withName(argument, withAdvice(withRateNamed(error, options), CONVERSION_ADVICE));
  } finally {
    out.clearProgress();
    await file.close?.();
  }
}

/** Refuses what cannot work before anything is read; says what is to be written. */
function checkOptions(argument: string, options: ConvertOptions): OutputFormat {
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
    throw new LongwaveError("cli/exists", `${output} is there already; --force replaces it`);
  }
  return format;
}

async function convertWavFile(
  argument: string,
  recording: Recording,
  format: OutputFormat,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  if (format === "wav") {
    refuseContent(options, "is for other formats: longwave tag changes those of WAV files");
    if (options.copy === "always") throw new UsageError("--copy is for other formats than WAV");
    return convertToWav(argument, recording, options, out);
  }
  const { transcodeFile, encodeRecording, isReadByOthers } = await import("./media/convert-media.ts");
  if (isPlain(format, options) && isReadByOthers(recording)) {
    return transcodeFile(argument, recording.file, recording, format, options, out);
  }
  refuseCopy(options);
  return encodeRecording(argument, recording, format, options, out);
}

async function convertMedia(
  argument: string,
  { file, notWav }: { readonly file: ByteSource; readonly notWav: LongwaveError },
  format: OutputFormat,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  const { transcodeFile, encodeRecording } = await import("./media/convert-media.ts");
  if (isPlain(format, options)) return transcodeFile(argument, file, undefined, format, options, out);
  refuseCopy(options);
  const { openMediaRecording } = await import("./media/media-recording.ts");
  const recording = await openMediaRecording(argument, file, options, notWav);
  try {
    if (format !== "wav") return await encodeRecording(argument, recording, format, options, out);
    refuseContent(options, "cannot be written together with these options: use longwave tag behind it");
    return await convertToWav(argument, recording, options, out);
  } finally {
    await recording.close();
  }
}

function refuseCopy({ copy }: ConvertOptions): void {
  if (copy === "always") {
    throw new UsageError("--copy always leaves the sound as it is: nothing else can be asked for");
  }
}

/** Whether ffmpeg, or we within the worker's reach, can do it without samples that are computed with here. */
function isPlain(format: OutputFormat, options: ConvertOptions): boolean {
  const { rate, channels = 1, output } = options;
  if (processes(options) || channels > 2) return false;
  if (format !== "wav") return true;
  // Dither, containers and sizes that are known from the start are our own writer's.
  const isDecoded = rate === undefined && options.channels === undefined;
  return isDecoded && output !== STDOUT && containerFor(output) === undefined;
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
