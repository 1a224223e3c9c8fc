import type { ClipEncoding } from "../../jobs/index.ts";
import type { MediaWarning } from "../../transcode/media.ts";
import { encodeMedia } from "../../transcode/node/index.ts";
import type { OutputFormat } from "../../transcode/transcode-options.ts";
import type { Recording } from "../recording.ts";
import { endingOf } from "../target.ts";
import { carriedBy, carriedPart } from "./carried.ts";
import { losslessBits } from "./lossless-bits.ts";

/** How well clips are encoded, and what they keep. */
export interface ClipEncodingOptions {
  readonly metadata?: "keep" | "none";
  /** Bits a second. */
  readonly bitrate?: number;
  /** From 0 to 1. */
  readonly quality?: number;
  readonly fast?: boolean;
  readonly signal?: AbortSignal;
  /** Told what was odd about a clip. */
  readonly onWarnings?: (warnings: readonly MediaWarning[]) => void;
}

/**
 * How clips of a recording are encoded: with its tags, and the chapters of their part; without the cover, which
 * would be in each.
 */
export async function clipEncoding(
  recording: Recording,
  format: OutputFormat,
  { metadata = "keep", bitrate, quality, fast, signal: interrupted, onWarnings }: ClipEncodingOptions,
): Promise<ClipEncoding> {
  const kept = metadata === "none" ? undefined : await carriedBy(recording, format, interrupted);
  const { sampleRate } = recording;
  const bits = losslessBits(recording, format);
  return {
    ending: endingOf(format),
    async encode({ audio, fromFrame, toFrame }, sink, signal) {
      const part = kept && carriedPart(kept, fromFrame / sampleRate, toFrame / sampleRate);
      const { bytes, warnings } = await encodeMedia(audio, sink, {
        format,
        signal,
        ...(bitrate !== undefined && { bitrate }),
        ...(quality !== undefined && { quality }),
        ...(fast && { fast }),
        ...(bits !== undefined && { bits }),
        ...(part && { tags: part.tags, chapters: part.chapters }),
      });
      onWarnings?.(warnings);
      return bytes;
    },
  };
}
