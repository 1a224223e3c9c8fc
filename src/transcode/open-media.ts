import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { type MediaAudio, mediaAudio } from "./decode/media-audio.ts";
import { readCover } from "./decode/read-cover.ts";
import type { Engine } from "./engine/engine.ts";
import type { JobOutcome } from "./engine/job.ts";
import { nearSource } from "./engine/near-source.ts";
import type { Media, MediaWarning } from "./media.ts";
import { isConvergent } from "./probe/convergence.ts";
import { shorterThanDeclared } from "./probe/early-end.ts";
import { mediaFailure } from "./probe/media-failure.ts";
import { type ProbedMedia, probeMedia } from "./probe/probe-media.ts";

/** How a recording is opened. */
export interface OpenMediaOptions {
  /** Which of its streams of sound, from 0; the one that the file prefers, or the first, unless told otherwise. */
  readonly track?: number;
  /** Fails on whatever is wrong in the file, instead of going on with a warning; off unless told otherwise. */
  readonly strict?: boolean;
  /** Ends the opening. Reads take signals of their own. */
  readonly signal?: AbortSignal;
}

/** What a decoding that came to its end tells. */
export interface Ending {
  readonly outcome: JobOutcome;
  /** Frames of the stream that came out in all, from its beginning. */
  readonly frames: number;
  /** Whether `frames` was counted; else it is by the time of the last packet that was written. Counted unless told otherwise. */
  readonly isCounted?: boolean;
}

/**
 * Collects what is odd about a recording: what its file shows, and what comes out while it is decoded.
 *
 * @internal
 */
export class MediaFaults {
  readonly warnings: MediaWarning[] = [];
  readonly #probed: ProbedMedia;
  readonly #source: ByteSource;
  /** Whether an oddity is an error. */
  readonly isStrict: boolean;

  /** @throws LongwaveError, where it is strict, of the same code as the warning */
  constructor(probed: ProbedMedia, source: ByteSource, strict: boolean) {
    this.#probed = probed;
    this.#source = source;
    this.isStrict = strict;
    for (const warning of probed.warnings) this.add(warning);
  }

  /** Takes note of an oddity, once; or throws it. */
  add(warning: MediaWarning): void {
    const { code, message } = warning;
    if (this.isStrict) {
      const name = this.#source.name;
      throw new LongwaveError(code, name === undefined ? message : `${name}: ${message}`);
    }
    // One of a kind is enough: what is shorter than its header says is so in every way.
    if (!this.warnings.some((known) => known.code === code)) this.warnings.push(warning);
  }

  /**
   * Holds the end of a decoding against what the file says.
   *
   * @throws LongwaveError where nothing came out, or where it is strict
   */
  addEnding({ outcome, frames, isCounted = true }: Ending): void {
    const { declared, facts } = this.#probed;
    const { name, size } = this.#source;
    if (frames === 0 || (this.isStrict && outcome.code !== 0)) {
      throw mediaFailure({
        log: outcome.log,
        exitCode: outcome.code,
        size,
        ...(name !== undefined && { name }),
      });
    }
    if (outcome.warning) this.add(outcome.warning);
    const shorter = shorterThanDeclared(
      { ...declared, exact: declared.exact && isCounted },
      frames,
      facts.audio,
    );
    if (shorter) this.add(shorter);
  }
}

/**
 * Opens a recording of any format that ffmpeg reads: its sound is an `AudioSource`, which everything else takes like a WAV.
 *
 * Where the file is shorter than it says, or a decoder fails on parts of it, that is known when these are read: `warnings` grows.
 *
 * @internal
 * @throws LongwaveError `media/empty`, `media/not-media`, `media/no-audio`, `media/unsupported-encoding`, `media/not-installed`,
 *   `media/core-version`; from reads `media/failed`, `media/corrupt`, `media/closed`; where `strict`,
 *   `media/decode-errors` and `media/shorter-than-declared`
 */
export async function openMediaIn(
  engine: Engine,
  source: ByteSource,
  options: OpenMediaOptions = {},
): Promise<Media> {
  const { signal, strict = false, track } = options;
  const near = await nearSource(engine.platform, source, signal);
  try {
    const probed = await probeMedia(engine, near.source, { track, signal });
    const media = mediaOf(engine, near.source, probed, new MediaFaults(probed, source, strict));
    return { ...media, close: () => media.close().finally(near.release) };
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
    stream: {
      source,
      track: probed.track,
      sampleRate,
      channels,
      seeks: probed.hasExactTimes,
      converges: isConvergent(facts.audio.codec),
      strict: faults.isStrict,
    },
    frames: declared.frames,
    onEnd: (frames, outcome) => faults.addEnding({ frames, outcome }),
  });
  return {
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
