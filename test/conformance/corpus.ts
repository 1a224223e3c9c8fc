import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a reader should get of a file. Samples are compared by the MD5 of interleaved little-endian 32-bit floats. */
export interface Oracle {
  readonly kind:
    | "exact"
    | "exact_prefix"
    | "lossy"
    | "refused"
    | "refused_by_both"
    | "codec_outside_wav_core"
    | "policy"
    | "disputed";
  readonly frames?: number;
  readonly md5_f32?: string;
  /** Where the fact chunk is honoured. */
  readonly frames_fact?: number;
  readonly md5_f32_fact?: string;
  /** Where readers differ by choice. */
  readonly frames_header?: number;
  readonly frames_ffmpeg?: number;
  readonly md5_f32_ffmpeg?: string;
  /** What the samples are where established readers refuse. */
  readonly own?: { readonly frames: number; readonly md5_f32: string };
}

/** A real or generated file. */
export interface TruthRecord {
  /** From the corpus's root. */
  readonly file: string;
  readonly formatTag?: number;
  readonly oracle: Oracle;
}

/** A malformed file. */
export interface HostileRecord {
  readonly file: string;
  readonly class: "reject" | "tolerate" | "either";
  readonly note: string;
  readonly wantedFrames?: number;
}

/** The corpus of files of others that stands beside the project, where somebody put it there. */
export interface Corpus {
  readonly truth: readonly TruthRecord[];
  readonly hostile: readonly HostileRecord[];
  path(file: string): string;
  bytes(file: string): Uint8Array;
}

/** Opens it; `undefined`, said loudly, where it is not there. */
export function openCorpus(): Corpus | undefined {
  const root = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
  if (!existsSync(root)) {
    // biome-ignore lint/suspicious/noConsole: a comparison that was not made must not look like one that passed
    console.warn(`NOT TESTED against the conformance corpus: there is no ${root}`);
    return undefined;
  }
  const records = (name: string) => JSON.parse(readFileSync(`${root}${name}`, "utf8"));
  return {
    truth: records("truth.json"),
    hostile: records("truth-hostile.json"),
    path: (file) => `${root}${file}`,
    bytes: (file) => new Uint8Array(readFileSync(`${root}${file}`)),
  };
}
