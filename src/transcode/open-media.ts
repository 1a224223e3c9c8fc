import type { ByteSource } from "../stream/byte-source.ts";
import { checkIntegerOption } from "../stream/integer-option.ts";
import { checkOptionType } from "../stream/option-type.ts";
import { checkSource } from "./check-source.ts";
import { decodedStream } from "./decode/decoded-stream.ts";
import { type MediaAudio, mediaAudio } from "./decode/media-audio.ts";
import { readCover } from "./decode/read-cover.ts";
import type { Engine } from "./engine/engine.ts";
import { nearSource } from "./engine/near-source.ts";
import type { Media } from "./media.ts";
import { MediaFaults } from "./media-faults.ts";
import { type ProbedMedia, probeMedia } from "./probe/probe-media.ts";

/** How a recording is opened. */
export interface OpenMediaOptions {
  /**
   * Which of its streams of sound, from 0; the one that the file prefers, or the first, unless told otherwise.
   */
  readonly track?: number;
  /** Fails on whatever is wrong in the file, instead of going on with a warning; off unless told otherwise. */
  readonly strict?: boolean;
  /** Ends the opening. Reads take signals of their own. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a recording of any format that ffmpeg reads: its sound is an `AudioSource`, which everything else takes
 * like a WAV.
 *
 * Where the file is shorter than it says, or a decoder fails on parts of it, that is known when these are read:
 * `warnings` grows.
 *
 * @internal
 * @throws LongwaveError `media/empty`, `media/not-media`, `media/no-audio`, `media/unsupported-encoding`,
 *   `media/not-installed`, `media/core-version`; from reads `media/failed`, `media/corrupt`, `media/closed`;
 *   where `strict`, `media/decode-errors`, `media/shorter-than-declared` and `media/longer-than-declared`;
 *   `stream/unexpected-end` where the source has less than its size; `options/invalid`
 */
export async function openMediaIn(
  engine: Engine,
  source: ByteSource,
  options: OpenMediaOptions = {},
): Promise<Media> {
  checkSource(source);
  checkOptionType("", options, "object");
  const { signal, strict = false, track } = options;
  checkOptionType("strict", strict, "boolean");
  checkOptionType("signal", signal, "signal");
  if (track !== undefined) checkIntegerOption("track", track, 0);
  const near = await nearSource(engine.platform, source, signal);
  try {
    const probed = await probeMedia(engine, near.source, { track, signal });
    const media = mediaOf(engine, near.source, probed, new MediaFaults(probed, source, strict));
    return { ...media, source, close: () => media.close().finally(near.release) };
  } catch (error) {
    await near.release();
    throw error;
  }
}

/**
 * A recording that was looked at already.
 *
 * @internal
 */
export function mediaOf(engine: Engine, source: ByteSource, probed: ProbedMedia, faults: MediaFaults): Media {
  const { facts, declared } = probed;
  const { sampleRate = 1, channels = 1 } = facts.audio;
  const audio: MediaAudio = mediaAudio({
    engine,
    stream: decodedStream(engine, source, probed, faults.isStrict),
    frames: declared.frames,
    onEnd: (frames, outcome) => faults.addEnding({ frames, outcome }),
    onMore: () => faults.addMore(),
  });
  return {
    source,
    ...facts,
    duration: declared.frames / sampleRate,
    exact: declared.exact,
    sampleRate,
    channels,
    frames: declared.frames,
    warnings: faults.warnings,
    read: (start, planes, readSignal) => audio.read(start, planes, readSignal),
    cover: (coverSignal) => readCover(engine, source, facts.streams, coverSignal),
    close: () => audio.close(),
  };
}
