import { clip } from "../../audio/clip.ts";
import { encodeMedia, transcode } from "../../transcode/node/index.ts";
import type { OutputFormat } from "../../transcode/transcode-options.ts";
import type { CutOptions } from "../cut-options.ts";
import { type Recording, warningTeller } from "../recording.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { carriedBy, carriedPart } from "./carried.ts";
import { told } from "./convert-media.ts";
import { losslessBits } from "./lossless-bits.ts";
import { writeMedia } from "./write-media.ts";

/** A part of a recording, in frames. */
interface Span {
  readonly fromFrame: number;
  readonly toFrame: number;
  readonly isWhole: boolean;
}

/** Writes a clip in a format that is no WAV; returns what `--json` prints. */
export async function cutEncoded(
  argument: string,
  recording: Recording,
  { fromFrame, toFrame, isWhole }: Span,
  format: OutputFormat,
  options: CutOptions,
  out: Terminal,
): Promise<object> {
  const { output, metadata = "keep", bitrate, quality, fast, copy = false, strict, track, signal } = options;
  const { sampleRate } = recording;
  const [from, to] = [fromFrame / sampleRate, toFrame / sampleRate];
  const tellWarnings = warningTeller(argument, recording, out);
  const encoding = {
    format,
    ...(bitrate !== undefined && { bitrate }),
    ...(quality !== undefined && { quality }),
    ...(fast && { fast }),
  };
  if (copy && !recording.media) throw new UsageError("--copy is for what is encoded already, not for WAV");
  const kept =
    metadata === "none" || copy
      ? undefined
      : carriedPart(await carriedBy(recording, format, signal), from, to);
  const cover = kept && (await recording.media?.cover(signal));
  const bits = losslessBits(recording, format);
  const result = await writeMedia({ output, out, signal, strict, label: "writing" }, (sink, job) =>
    copy
      ? transcode(recording.file, sink, {
          ...encoding,
          ...job,
          copy: "always",
          ...(!isWhole && { from, to }),
          ...(track !== undefined && { track }),
        })
      : encodeMedia(clip(recording, fromFrame, toFrame), sink, {
          ...encoding,
          ...job,
          ...(kept && { tags: kept.tags, chapters: kept.chapters }),
          ...(cover && { cover }),
          ...(bits !== undefined && { bits }),
        }),
  );
  if (!copy) tellWarnings();
  return { ...told(argument, result, output, out), fromFrame, toFrame };
}
