import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import type { EncodingFlags } from "./encoding-options.ts";
import type { FormatOptions } from "./format-options.ts";
import type { OpenRecordingOptions } from "./recording.ts";
import type { OutputOptions } from "./terminal.ts";

/** How recordings are joined. */
export interface JoinOptions extends OutputOptions, OpenRecordingOptions, FormatOptions, EncodingFlags {
  readonly output: string;
  readonly metadata?: "keep" | "none";
  /** Whether each part gets a cue point. */
  readonly cues?: boolean;
  /** Seconds. */
  readonly crossfade?: number;
  readonly curve?: FadeCurve;
  /** Whether parts of other formats are converted. */
  readonly convert?: boolean;
}
