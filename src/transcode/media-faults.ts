import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { JobOutcome } from "./engine/job.ts";
import type { MediaWarning } from "./media.ts";
import { shorterThanDeclared } from "./probe/early-end.ts";
import { mediaFailure } from "./probe/media-failure.ts";
import type { ProbedMedia } from "./probe/probe-media.ts";

/** What a decoding that came to its end tells. */
export interface Ending {
  readonly outcome: JobOutcome;
  /** Frames of the stream that came out in all, from its beginning. */
  readonly frames: number;
  /** The frame up to which it was asked for; the end unless told otherwise. */
  readonly to?: number | undefined;
  /**
   * Whether `frames` was counted; else it is by the time of the last packet that was written. Counted unless
   * told otherwise.
   */
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
   * @throws LongwaveError where nothing came out, where a file could not be written whole, or where it is
   *   strict
   */
  addEnding({ outcome, frames, to, isCounted = true }: Ending): void {
    const { declared, facts } = this.#probed;
    const { name, size } = this.#source;
    const isFailure = frames === 0 || outcome.code !== 0;
    if (isFailure && (this.isStrict || frames === 0 || !isCounted)) {
      throw mediaFailure({
        log: outcome.log,
        exitCode: outcome.code,
        size,
        ...(name !== undefined && { name }),
      });
    }
    const stopped = { code: "media/decode-errors", message: "ffmpeg gave up before the end of the sound" };
    const warning = outcome.warning ?? (isFailure ? stopped : undefined);
    if (warning) this.add(warning);
    const wanted = Math.min(to ?? Number.POSITIVE_INFINITY, declared.frames);
    const shorter = shorterThanDeclared(
      { ...declared, frames: wanted, exact: declared.exact && isCounted },
      frames,
      facts.audio,
    );
    if (shorter) this.add(shorter);
  }

  /** Takes note of a decoding that went on behind the end that the file gives itself. */
  addMore(): void {
    const { declared, facts } = this.#probed;
    const seconds = (declared.frames / (facts.audio.sampleRate ?? 1)).toFixed(3);
    this.add({
      code: "media/longer-than-declared",
      message: `the file declares ${seconds} s of sound and has more: what is behind that is left out`,
    });
  }
}
