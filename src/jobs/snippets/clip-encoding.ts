import type { AudioSource } from "../../audio/audio-source.ts";
import type { ByteSink } from "../../stream/byte-sink.ts";
import { optionError } from "../../stream/error.ts";
import { CLIP_ENDINGS } from "./clip-name.ts";

/** A clip that is to be encoded. */
export interface ClipToEncode {
  readonly audio: AudioSource;
  /** Where it begins in the recording. */
  readonly fromFrame: number;
  /** The frame of the recording behind its last one. */
  readonly toFrame: number;
}

/** How clips are written that are to be no WAV files. */
export interface ClipEncoding {
  /** What their names end in, without the point: `"mp3"`, `"m4a"`, `"m4b"`, `"flac"`, `"opus"`, `"ogg"` or `"mka"`. */
  readonly ending: string;
  /**
   * Writes one, and closes the sink, or aborts it when anything fails.
   *
   * @returns the bytes of its file
   */
  encode(clip: ClipToEncode, sink: ByteSink, signal: AbortSignal): Promise<number>;
}

/** @throws LongwaveError `options/invalid` for an ending by which clips would not be known again */
export function checkClipEncoding({ ending }: ClipEncoding): void {
  if (CLIP_ENDINGS.includes(ending)) return;
  throw optionError("options.encoding.ending", `one of ${CLIP_ENDINGS.join(", ")}`, ending);
}
