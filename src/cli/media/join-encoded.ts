import { basename } from "node:path";
import type { Chapter } from "../../transcode/media.ts";
import { encodeMedia } from "../../transcode/node/index.ts";
import { partChapters } from "../../transcode/plan/chapters.ts";
import type { OutputFormat, TranscodeResult } from "../../transcode/transcode-options.ts";
import { joinAudio } from "../../wav/join-audio.ts";
import { openWav } from "../../wav/open-wav.ts";
import { encodingOptions } from "../encoding-options.ts";
import { targetFormat } from "../format-options.ts";
import type { JoinOptions } from "../join-options.ts";
import type { Recording } from "../recording.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { carriedBy } from "./carried.ts";
import { losslessBits } from "./lossless-bits.ts";
import { writeMedia } from "./write-media.ts";

/** Samples that hold those of all parts, so that nothing is rounded on the way to the encoder. */
const FLOATS = { encoding: "float", bitsPerSample: 32 } as const;

/**
 * Joins recordings into a file that is no WAV. Parts of other sample rates or channels are converted to the
 * first one's.
 */
export async function joinEncoded(
  recordings: readonly Recording[],
  format: OutputFormat,
  options: JoinOptions,
  out: Terminal,
): Promise<TranscodeResult> {
  const { output, crossfade = 0, curve, metadata = "keep", signal, strict, bits, dither } = options;
  if (bits || dither)
    throw new UsageError(`${bits ? "--bits" : "--dither"} has no meaning for ${format} here`);
  const joined = await joinAudio(recordings, {
    ...targetFormat(options),
    sample: FLOATS,
    metadata: "none",
    crossfade,
    ...(curve && { curve }),
    convert: true,
    ...(signal && { signal }),
  });
  const sound = await openWav(joined.file);
  const chapters = metadata === "none" ? [] : await chaptersOf(recordings, format, options);
  const [first] = recordings;
  const kept = first && metadata !== "none" ? await carriedBy(first, format, signal) : undefined;
  const encoding = await encodingOptions(options, format, async () => sound.duration, signal);
  const cover = kept && encoding.cover === undefined ? await first?.media?.cover(signal) : undefined;
  const most = Math.max(...recordings.map((recording) => losslessBits(recording, format) ?? 0));
  return writeMedia({ output, out, signal, strict, label: "writing" }, (sink, job) =>
    encodeMedia(sound, sink, {
      chapters,
      ...(cover && { cover }),
      ...encoding,
      tags: { ...kept?.tags, ...encoding.tags },
      ...job,
      ...(most > 0 && { bits: most }),
    }),
  );
}

/** The chapters of all parts, one behind the other; with `--cues`, a part without any is one. */
async function chaptersOf(
  recordings: readonly Recording[],
  format: OutputFormat,
  { cues = false, crossfade = 0, signal }: JoinOptions,
): Promise<Chapter[]> {
  const chapters: Chapter[] = [];
  let start = 0;
  for (const recording of recordings) {
    const { duration, file } = recording;
    const { chapters: own, tags } = await carriedBy(recording, format, signal);
    const title = tags["title"] ?? basename(file.name ?? "").replace(/\.[^.]*$/, "");
    const parts =
      own.length > 0 || !cues ? partChapters(own, 0, duration) : [{ start: 0, end: duration, title }];
    chapters.push(...parts.map((part) => ({ ...part, start: part.start + start, end: part.end + start })));
    start += duration - crossfade;
  }
  return chapters;
}
