import type { OutputFormat } from "../../../src/transcode/transcode-options.ts";

/** A sort of file that is read. */
export interface MediaKind {
  /** What its file is called. */
  readonly name: string;
  /** Hz. */
  readonly sampleRate: number;
  /** How the installed ffmpeg encodes it. */
  readonly native: readonly string[];
  /** How we do where that is not installed; `undefined` for what we do not write. */
  readonly own?: OutputFormat;
  /** Whether any of its windows is decoded to the same samples as the whole. */
  readonly seeks: boolean;
  readonly hasCover: boolean;
  readonly hasTags: boolean;
  readonly hasChapters: boolean;
}

const FULL = { seeks: true, hasCover: true, hasTags: true, hasChapters: true };
const BARE = { hasCover: false, hasTags: false, hasChapters: false };

/** Every sort of file that tests read. */
export const KINDS: Readonly<Record<string, MediaKind>> = {
  wav: { name: "a.wav", sampleRate: 44_100, native: ["-c:a", "pcm_s16le"], own: "wav", seeks: true, ...BARE },
  mp3: {
    name: "a.mp3",
    sampleRate: 44_100,
    native: ["-c:a", "libmp3lame", "-b:a", "128k"],
    own: "mp3",
    ...FULL,
  },
  vbr: { name: "vbr.mp3", sampleRate: 48_000, native: ["-c:a", "libmp3lame", "-q:a", "4"], ...FULL },
  m4a: { name: "a.m4a", sampleRate: 44_100, native: ["-c:a", "aac"], own: "m4a", ...FULL },
  flac: {
    name: "a.flac",
    sampleRate: 44_100,
    native: ["-c:a", "flac"],
    own: "flac",
    ...FULL,
    hasChapters: false,
  },
  opus: {
    name: "a.opus",
    sampleRate: 48_000,
    native: ["-c:a", "libopus"],
    own: "opus",
    ...FULL,
    hasCover: false,
  },
  ogg: {
    name: "a.ogg",
    sampleRate: 44_100,
    native: ["-c:a", "libvorbis"],
    own: "ogg",
    ...FULL,
    hasCover: false,
    hasChapters: false,
  },
  mka: {
    name: "a.mka",
    sampleRate: 48_000,
    native: ["-c:a", "aac"],
    own: "mka",
    ...FULL,
    seeks: false,
    hasCover: false,
  },
  webm: {
    name: "a.webm",
    sampleRate: 48_000,
    native: ["-c:a", "libopus"],
    ...FULL,
    seeks: false,
    hasCover: false,
  },
  adts: { name: "a.aac", sampleRate: 44_100, native: ["-c:a", "aac"], seeks: false, ...BARE },
  alac: { name: "alac.m4a", sampleRate: 44_100, native: ["-c:a", "alac"], own: "alac", ...FULL },
};
