import { readMetadata } from "../../wav/metadata/read-metadata.ts";
import type { Wav } from "../../wav/wav.ts";
import type { Chapter, MediaTags } from "../media.ts";

/** The texts of a WAV file by the names of tags (the identifiers that ffmpeg's own WAV writer uses). */
export const WAV_IDENTIFIERS: Readonly<Record<string, string>> = {
  album: "IPRD",
  artist: "IART",
  comment: "ICMT",
  copyright: "ICOP",
  date: "ICRD",
  encoded_by: "ITCH",
  genre: "IGNR",
  language: "ILNG",
  title: "INAM",
  track: "IPRT",
};

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(WAV_IDENTIFIERS).map(([name, identifier]) => [identifier, name]),
);

/** The chunks that hold what is read here. */
const CHUNKS: ReadonlySet<string> = new Set(["LIST", "cue "]);

/** What a WAV file says beside its sound. */
export interface WavContent {
  readonly tags: MediaTags;
  /** Absent where it has no cue points. */
  readonly chapters?: readonly Chapter[];
}

/**
 * The texts of a WAV file as tags, and its labelled cue points as chapters: a point with a region has its
 * length, one without goes up to the next. ffmpeg knows no regions, and takes points without a label for
 * chapters.
 *
 * @throws what the source and the signal throw
 */
export async function readWavContent(wav: Wav, signal?: AbortSignal): Promise<WavContent> {
  const { format, frames, sampleRate } = wav;
  const metadata = wav.metadata.filter(({ id }) => CHUNKS.has(id));
  const { info = {}, cues } = await readMetadata({ format, metadata }, signal ? { signal } : {});
  const tags = Object.fromEntries(
    Object.entries(info).flatMap(([identifier, text]) => {
      const name = NAMES.get(identifier);
      return name === undefined || text === "" ? [] : [[name, text]];
    }),
  );
  if (cues === undefined || cues.points.length === 0) return { tags };
  const points = cues.points
    .filter(({ frame, label }) => label !== undefined && frame < frames)
    .sort((one, other) => one.frame - other.frame);
  const chapters = points.map(({ frame, label = "", region }, index): Chapter => {
    const next = points[index + 1]?.frame ?? frames;
    const end = region && region.frames > 0 ? Math.min(frame + region.frames, frames) : next;
    return { start: frame / sampleRate, end: end / sampleRate, title: label };
  });
  return { tags, chapters };
}
