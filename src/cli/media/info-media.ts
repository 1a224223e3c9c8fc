import { describeStream, rateText } from "../../transcode/describe-stream.ts";
import type { CoverPicture, Media } from "../../transcode/media.ts";
import { bytesText, clockText, countText, durationText } from "../quantity.ts";
import type { Recording } from "../recording.ts";
import { fieldLines, tableLines } from "../table.ts";

/** A recording that is no WAV file, and its cover. */
export interface MediaFindings {
  /** What it was called. */
  readonly name: string;
  readonly recording: Recording;
  readonly media: Media;
  readonly cover: CoverPicture | undefined;
}

/** What `--json` prints. */
export function mediaFacts({ name, recording, media, cover }: MediaFindings): object {
  const { container, duration, exact, bitrate, sampleRate, channels, frames, audio } = media;
  return {
    source: name,
    size: recording.file.size,
    container,
    codec: audio.codec,
    sampleRate,
    channels,
    frames,
    duration,
    exact,
    ...(bitrate !== undefined && { bitrate }),
    tags: media.tags,
    chapters: media.chapters,
    ...(cover && { cover: { mimeType: cover.mimeType, size: cover.bytes.length } }),
    track: audio.index,
    streams: media.streams,
    warnings: media.warnings,
  };
}

/** What is printed for people. */
export function mediaLines({ name, recording, media, cover }: MediaFindings): string[] {
  const { container, duration, bitrate, frames, audio, tags, chapters, streams, warnings } = media;
  const { size } = recording.file;
  return [
    ...fieldLines([
      ["source", name],
      ["size", size < 1000 ? bytesText(size) : `${bytesText(size)} (${size} bytes)`],
      ["container", container],
      ["format", describeStream(audio)],
      ...(bitrate === undefined ? [] : [["bit rate", rateText(bitrate)] as const]),
      ["duration", durationText(duration)],
      ["frames", String(frames)],
      ...(cover ? [["cover", `${cover.mimeType}, ${bytesText(cover.bytes.length)}`] as const] : []),
    ]),
    ...section("tags", Object.keys(tags).length > 0, () => fieldLines(Object.entries(tags))),
    ...section("chapters", chapters.length > 0, () =>
      tableLines(
        chapters,
        ["right", "right", "left"],
        ["from", "length", "title"],
        ({ start, end, title }) => [clockText(start), durationText(end - start), title],
      ),
    ),
    ...section("streams", streams.length > 1, () =>
      tableLines(streams, ["right", "left", "left", "left"], ["", "kind", "format", ""], (stream) => [
        String(stream.index),
        stream.isCover ? "cover" : stream.kind,
        describeStream(stream),
        stream === audio || stream.index === audio.index ? "is read" : "",
      ]),
    ),
    ...section(countText(warnings.length, "warning"), warnings.length > 0, () =>
      warnings.map(({ message, code }) => `${message} (${code})`),
    ),
  ];
}

function section(heading: string, isThere: boolean, lines: () => readonly string[]): string[] {
  return isThere ? ["", heading, ...lines().map((line) => `  ${line}`)] : [];
}
