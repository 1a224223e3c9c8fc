import { RUN_ARGS } from "../engine/run-args.ts";
import type { CoverPicture, MediaStream, MediaTags } from "../media.ts";
import type { EncodingOptions } from "../transcode-options.ts";
import { chapterComments } from "./chapters.ts";
import { coverComment } from "./cover-comment.ts";
import { encoderArguments, type SoundToEncode } from "./encoder-arguments.ts";
import { ffMetadata } from "./ff-metadata.ts";
import { id3Tag } from "./id3-tag.ts";
import { beginsWithPacket, inputArguments } from "./input-arguments.ts";
import { leftOut } from "./left-out.ts";
import { muxerArguments } from "./muxer-arguments.ts";
import { FORMATS } from "./output-format.ts";
import type { MediaPlan, PlannedInput, PlanRequest } from "./plan-request.ts";
import { plannedContent } from "./planned-content.ts";

/** Arguments that every run has that writes a file. What ends without a packet must not look like a success. */
export function commonArguments(strict = false): string[] {
  return [...RUN_ARGS, "-y", "-abort_on", "empty_output", ...(strict ? ["-xerror"] : [])];
}

const METADATA = "result-metadata.txt";
const COVER_NAMES = { "image/jpeg": "result-cover.jpg", "image/png": "result-cover.png" };
const COVER_DEMUXERS = { "image/jpeg": "jpeg_pipe", "image/png": "png_pipe" };

/**
 * Plans one run of ffmpeg from one input to one result.
 *
 * Tags and chapters are written by ourselves, always: ffmpeg finds those of Ogg files only where it is told to
 * look, and does not cut chapters at the end of a range.
 */
export function planMedia(request: PlanRequest): MediaPlan {
  const { folder, input, output, options, copy = false, canPatch, strict } = request;
  const content = plannedContent(request);
  const { chapters, cover, tags } = content;
  const format = FORMATS[options.format];
  const prefix = options.format === "mp3" && !canPatch ? id3Tag(tags, chapters, cover) : new Uint8Array(0);
  const inTag = prefix.length > 0;
  const comments = {
    ...(format.chapters === "comments" ? chapterComments(chapters) : {}),
    ...(format.cover === "comment" && cover ? { metadata_block_picture: coverComment(cover) } : {}),
  };
  const muxerChapters = format.chapters === "muxer" && !inTag ? chapters : [];
  const coverFile = cover && !inTag && format.cover !== "comment" ? coverFileOf(cover) : undefined;
  const isStream = coverFile !== undefined && format.cover === "stream";
  const args = [
    ...commonArguments(strict),
    ...inputArguments(request),
    ...["-f", "ffmetadata", "-i", `${folder}/${METADATA}`],
    ...(isStream ? ["-f", coverFile.demuxer, "-i", `${folder}/${coverFile.name}`] : []),
    ...["-map", soundStream(input)],
    ...(isStream ? ["-map", "2:0", "-c:v", "copy", "-disposition:v:0", "attached_pic"] : []),
    // The name by which ffmpeg knows the kind of a picture.
    ...(isStream ? ["-metadata:s:v:0", "comment=Cover (front)"] : []),
    ...metadataArguments(request, muxerChapters.length > 0, inTag ? {} : { ...tags, ...comments }),
    ...languageArguments(request),
    ...(copy
      ? ["-c:a", "copy", ...(beginsWithPacket(request) ? ["-copypriorss", "0"] : [])]
      : [...filterArguments(request), ...encoderArguments(options, soundOf(input))]),
    ...(coverFile && format.cover === "attachment" ? attachment(folder, coverFile) : []),
    ...muxerArguments(request, content),
    `${folder}/${output}`,
  ];
  const metadata = inTag ? {} : { ...tags, ...comments };
  return {
    args,
    files: [
      { name: METADATA, bytes: ffMetadata(metadata, muxerChapters) },
      ...(coverFile ? [{ name: coverFile.name, bytes: coverFile.bytes }] : []),
    ],
    prefix,
    warnings: leftOut(request, content),
  };
}

function soundStream(input: PlannedInput): string {
  if (input.kind === "media") return `0:${input.facts.audio.index}`;
  return input.kind === "stream" ? `0:a:${input.track}` : "0:0";
}

/**
 * What a stream says of itself is known to ffmpeg alone: what we add to it is said by arguments.
 *
 * @param added tags and comments
 */
function metadataArguments(
  { input, options }: PlanRequest,
  hasChapters: boolean,
  added: MediaTags,
): string[] {
  if (input.kind !== "stream") {
    return ["-map_metadata", "1", "-map_metadata:s:a", "-1", "-map_chapters", hasChapters ? "1" : "-1"];
  }
  const chapters = options.chapters === undefined ? "0" : hasChapters ? "1" : "-1";
  const removed = Object.entries(options.tags ?? {}).filter(([, value]) => value === "");
  // First the one that the muxer would remove: it puts the last in its place, and a chapter's name must not come before its time.
  const changes = [["encoder", ""], ...Object.entries(added), ...removed];
  const tags = changes.flatMap(([name, value]) => ["-metadata", `${name}=${value}`]);
  return ["-map_metadata", "0", "-map_chapters", chapters, ...tags];
}

function filterArguments({ input, options }: PlanRequest): string[] {
  if (input.kind !== "media") return [];
  const filters = [...timeFilters(options, input.facts.audio), ...(input.filters ?? [])];
  return filters.length > 0 ? ["-af", filters.join()] : [];
}

/**
 * Times by counting: sound that begins before zero (Opus in WebM) or late (in films) begins at zero, and what lacks in the
 * middle makes the result shorter, as its end tells. Not where ffmpeg resamples, which goes by times.
 */
function timeFilters({ format }: EncodingOptions, { sampleRate = 0 }: MediaStream): string[] {
  const isResampled = FORMATS[format].sampleRates?.includes(sampleRate) === false;
  return isResampled ? [] : ["asetpts=N/SR/TB"];
}

/** What most recordings have, where nothing is known. */
const USUAL_SOUND: SoundToEncode = { sampleRate: 48_000, channels: 2 };

function soundOf(input: PlannedInput): SoundToEncode {
  if (input.kind === "stream") return USUAL_SOUND;
  if (input.kind === "samples") {
    const { sampleRate, channels, bits } = input;
    return { sampleRate, channels, bits: bits ?? 24, isFloat: bits === undefined };
  }
  const { codec, sampleRate = 48_000, channels = 2, bitsPerSample } = input.facts.audio;
  const isFloat = /^pcm_f\d/.test(codec);
  return { sampleRate, channels, isFloat, ...(bitsPerSample === undefined ? {} : { bits: bitsPerSample }) };
}

function languageArguments({ input, options }: PlanRequest): string[] {
  if (input.kind === "stream") return [];
  const language = input.kind === "media" ? input.facts.audio.language : input.language;
  if (language === undefined || !FORMATS[options.format].hasLanguage) return [];
  return ["-metadata:s:a:0", `language=${language}`];
}

interface CoverFile {
  readonly name: string;
  readonly demuxer: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function coverFileOf({ mimeType, bytes }: CoverPicture): CoverFile {
  const name = COVER_NAMES[mimeType];
  return { name, demuxer: COVER_DEMUXERS[mimeType], mimeType, bytes: new Uint8Array(bytes) };
}

/** The file name by which players of Matroska know a cover (RFC 9559, "Attachments"). */
function attachment(folder: string, { name, mimeType }: CoverFile): string[] {
  const shown = name.replace("result-", "");
  const facts = ["-metadata:s:t:0", `mimetype=${mimeType}`, "-metadata:s:t:0", `filename=${shown}`];
  return ["-attach", `${folder}/${name}`, ...facts];
}
