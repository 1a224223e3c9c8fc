import type { EncodingFlags } from "./encoding-options.ts";
import type { OpenRecordingOptions } from "./recording.ts";
import type { OutputOptions } from "./terminal.ts";

/** How one clip is cut. */
export interface CutOptions
  extends OutputOptions,
    OpenRecordingOptions,
    Pick<EncodingFlags, "format" | "alac" | "bitrate" | "fast"> {
  /** Of an encoding, from 0 to 1. */
  readonly quality?: number;
  /** Whether what is encoded already is moved as it is, from packet to packet. */
  readonly copy?: boolean;
  /** Seconds. */
  readonly from?: number;
  /** Seconds. */
  readonly to?: number;
  readonly output: string;
  readonly metadata?: "keep" | "none";
}
