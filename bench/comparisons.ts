import { chainContenders, startContenders } from "./chain-contenders.ts";
import type { Contender } from "./contender.ts";
import { cutContenders } from "./cut-contenders.ts";
import { loudnessContenders } from "./loudness-contenders.ts";
import {
  clipContenders,
  decodeContenders,
  encodeContenders,
  mediaMemoryContenders,
  mediaStartContenders,
} from "./media-contenders.ts";
import { MEDIA_FORMATS } from "./media-recordings.ts";
import { rateContenders } from "./rate-contenders.ts";

/** Whole processes that do the same work, started in turns. The first one is ours. */
export interface Comparison {
  readonly name: string;
  readonly title: string;
  /** What `--only` may call it and others together. */
  readonly group?: string;
  /** Makes the recordings, where they are not there, and the contenders over them. */
  contenders(folder: string, long: boolean): Promise<Contender[]>;
}

/** All comparisons, in the order in which they are run. */
export const COMPARISONS: readonly Comparison[] = [
  {
    name: "cut",
    title: "100 clips of 10 s out of 4 h of 16-bit stereo at 44.1 kHz (2.5 GB)",
    contenders: cutContenders,
  },
  {
    name: "start",
    title: "First 64 KiB through equalizer, compressor and limiter, out of 4 h of stereo that no cache holds",
    contenders: startContenders,
  },
  {
    name: "chain",
    title: "Equalizer, compressor and limiter over 1 h of stereo at 44.1 kHz, written nowhere",
    contenders: chainContenders,
  },
  {
    name: "loudness",
    title: "Integrated loudness of 1 h of stereo at 44.1 kHz",
    contenders: loudnessContenders,
  },
  {
    name: "rate",
    title: "44.1 to 16 kHz, 1 h of 16-bit mono, high quality, file to file",
    contenders: rateContenders,
  },
  ...MEDIA_FORMATS.map((format) => ({
    name: `decode-${format}`,
    group: "media",
    title: `Stereo music, ${format} to WAV, 10 minutes or with --long 60, beside ffmpeg -threads 1`,
    contenders: decodeContenders(format),
  })),
  ...MEDIA_FORMATS.map((format) => ({
    name: `encode-${format}`,
    group: "media",
    title: `Stereo music, WAV to ${format}, 10 minutes or with --long 60, beside ffmpeg -threads 1`,
    contenders: encodeContenders(format),
  })),
  ...MEDIA_FORMATS.map((format) => ({
    name: `clips-${format}`,
    group: "media",
    title: `100 clips of 3 s out of an ${format} of 10 minutes or with --long 60, beside 100 processes of ffmpeg`,
    contenders: clipContenders(format),
  })),
  {
    name: "media-memory",
    group: "media",
    title: "What conversions have resident at most, short, long and very long ones",
    contenders: mediaMemoryContenders,
  },
  {
    name: "media-start",
    group: "media",
    title: "First 4096 frames of an mp3; the work of the last one is to stop",
    contenders: mediaStartContenders,
  },
];
