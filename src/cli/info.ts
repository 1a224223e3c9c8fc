import type { Media } from "../transcode/media.ts";
import { isFiller } from "../wav/chunk.ts";
import { describeFormat } from "../wav/format.ts";
import type { WavMetadata } from "../wav/metadata/metadata.ts";
import { readMetadata } from "../wav/metadata/read-metadata.ts";
import type { TextEncoding } from "../wav/metadata/text.ts";
import type { WavWarning } from "../wav/warning.ts";
import type { Wav } from "../wav/wav.ts";
import { metadataFacts } from "./metadata-facts.ts";
import { metadataLines } from "./metadata-lines.ts";
import { openRecording } from "./open-recording.ts";
import { bytesText, countText, durationText } from "./quantity.ts";
import type { OpenRecordingOptions, Recording } from "./recording.ts";
import { fieldLines, tableLines } from "./table.ts";
import { type OutputOptions, terminal } from "./terminal.ts";

/** What `longwave info` takes. */
export interface InfoOptions extends OutputOptions, OpenRecordingOptions {
  readonly encoding?: TextEncoding;
}

/** What is known of a recording. */
interface Findings {
  /** What it was called. */
  readonly name: string;
  readonly wav: Wav;
  readonly metadata: WavMetadata;
  /** Of the file, then of its metadata. */
  readonly warnings: readonly WavWarning[];
}

/** `longwave info SOURCE` */
export async function info(argument: string, options: InfoOptions): Promise<void> {
  const { strict = false, encoding = "auto", signal } = options;
  const wav = await openRecording(argument, options);
  try {
    if (wav.media) return await infoOfMedia(argument, wav, wav.media, options);
    const warnings = [...wav.warnings];
    const metadata = await readMetadata(wav, {
      strict,
      encoding,
      onWarning: (warning) => warnings.push(warning),
      ...(signal && { signal }),
    });
    const findings = { name: argument, wav, metadata, warnings };
    const out = terminal(options);
    if (options.json) out.json(facts(findings));
    else for (const line of lines(findings)) out.say(line);
  } finally {
    await wav.close();
  }
}

async function infoOfMedia(
  name: string,
  recording: Recording,
  media: Media,
  options: InfoOptions,
): Promise<void> {
  const { mediaFacts, mediaLines } = await import("./media/info-media.ts");
  const cover = await media.cover(options.signal);
  const findings = { name, recording, media, cover };
  const out = terminal(options);
  if (options.json) out.json(mediaFacts(findings));
  else for (const line of mediaLines(findings)) out.say(line);
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? bytesText(bytes) : `${bytesText(bytes)} (${bytes} bytes)`;
}

/** What `--json` prints. */
function facts({ name, wav, metadata, warnings }: Findings): object {
  const { source, container, format, frames, declaredFrames, duration, data, chunks } = wav;
  return {
    source: name,
    size: source.size,
    container,
    format,
    frames,
    ...(declaredFrames !== undefined && { declaredFrames }),
    duration,
    data,
    chunks,
    metadata: metadataFacts(metadata, wav.sampleRate),
    warnings,
  };
}

function lines({ name, wav, metadata, warnings }: Findings): string[] {
  const { source, container, format, frames, declaredFrames = frames, duration, chunks } = wav;
  const mask =
    format.channelMask === undefined
      ? []
      : [["channel mask", `0x${format.channelMask.toString(16)}`] as const];
  const declared =
    declaredFrames === frames ? [] : [["declared", `${declaredFrames} frames (fact chunk)`] as const];
  const chunkTable = tableLines(
    chunks,
    ["left", "right", "right", "right", "left"],
    ["chunk", "offset", "body", "size", ""],
    ({ id, listType = "", offset, bodyOffset, size }) => [
      `${id} ${listType}`.trimEnd(),
      String(offset),
      String(bodyOffset),
      String(size),
      isFiller(id) ? "filler" : "",
    ],
  );
  return [
    ...fieldLines([
      ["source", name],
      ["size", sizeText(source.size)],
      ["container", container],
      ["format", describeFormat(format)],
      ...mask,
      ["duration", durationText(duration)],
      ["frames", String(frames)],
      ...declared,
    ]),
    "",
    ...chunkTable,
    ...metadataLines(metadata, wav),
    ...warningTable(warnings),
  ];
}

function warningTable(warnings: readonly WavWarning[]): string[] {
  if (warnings.length === 0) return [];
  const table = tableLines(
    warnings,
    ["left"],
    [countText(warnings.length, "warning")],
    ({ message, code }) => [`  ${message} (${code})`],
  );
  return ["", ...table];
}
