import type { OutputFormat } from "../transcode-options.ts";

/** How a container keeps the titles of parts. */
export type ChapterHolding =
  /** The muxer writes them from ffmpeg's chapters. */
  | "muxer"
  /** As comments `CHAPTER000`, `CHAPTER000NAME`: FFmpeg 5.1 writes them for Opus alone, but reads all. */
  | "comments"
  | "none";

/** How a container keeps a cover. */
export type CoverHolding =
  /** As a stream with the disposition `attached_pic`. */
  | "stream"
  /** As a comment `METADATA_BLOCK_PICTURE` (RFC 9639, section 8.8, in base64). */
  | "comment"
  /** As an attached file. */
  | "attachment"
  | "none";

/** What ffmpeg is told about a format, and what the format has room for. */
export interface FormatFacts {
  /** What files are called, the usual ending first; lower case, without the point. */
  readonly endings: readonly string[];
  /** ffmpeg's name of the container's writer. */
  readonly muxer: string;
  /** ffmpeg's name of the encoder; of WAV it follows from the samples. */
  readonly encoder?: string;
  /** The encodings, by ffprobe's names, whose packets can be copied into it as they are. */
  readonly copies: readonly string[];
  readonly isLossless: boolean;
  /** Hz, ascending; any where there is no list. */
  readonly sampleRates?: readonly number[];
  readonly maxChannels: number;
  /** Bits a second where nothing else is asked for; of formats that then go by bit rate. */
  readonly bitrate?: number;
  readonly chapters: ChapterHolding;
  readonly cover: CoverHolding;
  /** Whether each stream has a language. */
  readonly hasLanguage: boolean;
}

/** MPEG-1, MPEG-2 and MPEG-2.5 (ISO/IEC 11172-3, section 2.4.2.3; ISO/IEC 13818-3). */
const MP3_RATES = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];
/** ISO/IEC 14496-3, table 1.18. */
const AAC_RATES = [7350, 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000];
/** RFC 6716, section 2. */
const OPUS_RATES = [8000, 12000, 16000, 24000, 48000];
/** What else a Matroska file takes from others: not what begins with silence, of which FFmpeg's files do not say how much. */
const MATROSKA_COPIES = ["opus", "vorbis", "flac", "alac", "ac3", "eac3", "dts", "truehd"];

const MP4 = { muxer: "ipod", maxChannels: 8, chapters: "muxer", cover: "stream", hasLanguage: true } as const;
const AAC = {
  ...MP4,
  encoder: "aac",
  copies: ["aac"],
  isLossless: false,
  sampleRates: AAC_RATES,
  bitrate: 128_000,
} as const;
const OGG = { maxChannels: 8, chapters: "comments", cover: "comment", hasLanguage: false } as const;
const OPUS = { encoder: "libopus", isLossless: false, sampleRates: OPUS_RATES, bitrate: 96_000 } as const;

/** The table of all formats. */
export const FORMATS: Readonly<Record<OutputFormat, FormatFacts>> = {
  wav: {
    endings: ["wav", "wave"],
    muxer: "wav",
    copies: [],
    isLossless: true,
    maxChannels: 64,
    chapters: "none",
    cover: "none",
    hasLanguage: false,
  },
  mp3: {
    endings: ["mp3"],
    muxer: "mp3",
    encoder: "libmp3lame",
    copies: ["mp3"],
    isLossless: false,
    sampleRates: MP3_RATES,
    maxChannels: 2,
    bitrate: 192_000,
    chapters: "muxer",
    cover: "stream",
    hasLanguage: false,
  },
  m4a: { ...AAC, endings: ["m4a"] },
  m4b: { ...AAC, endings: ["m4b"] },
  flac: {
    endings: ["flac"],
    muxer: "flac",
    encoder: "flac",
    copies: ["flac"],
    isLossless: true,
    maxChannels: 8,
    chapters: "comments",
    cover: "stream",
    hasLanguage: false,
  },
  opus: { ...OGG, ...OPUS, endings: ["opus"], muxer: "opus", copies: ["opus"] },
  ogg: {
    ...OGG,
    endings: ["ogg", "oga"],
    muxer: "ogg",
    encoder: "libvorbis",
    copies: ["vorbis"],
    isLossless: false,
    // libvorbis goes to 200 kHz, but takes no bit rate above 50 kHz.
    sampleRates: MP3_RATES,
  },
  // An m4a by its name: only who asks for the format gets it.
  alac: { ...MP4, endings: ["m4a"], encoder: "alac", copies: ["alac"], isLossless: true },
  // Opus is the best that Matroska has at any bit rate; who wants no loss asks for flac.
  mka: {
    ...OPUS,
    endings: ["mka"],
    muxer: "matroska",
    copies: MATROSKA_COPIES,
    maxChannels: 8,
    chapters: "muxer",
    cover: "attachment",
    hasLanguage: true,
  },
};

/** The names of all formats. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = Object.keys(FORMATS) as OutputFormat[];

/** The format that a file's name ends in; `m4a` is AAC, never ALAC. */
export function formatOfName(name: string): OutputFormat | undefined {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  return OUTPUT_FORMATS.find((format) => FORMATS[format].endings.includes(ending));
}

/** Whether the container is MPEG-4, which has its index in one place. */
export function isMp4(format: OutputFormat): boolean {
  return FORMATS[format].muxer === MP4.muxer;
}

/** What ffmpeg knows a result as: its writer of MPEG-4 would mind another ending. */
export function outputName(format: OutputFormat): string {
  return isMp4(format) ? "out.m4a" : "out";
}
