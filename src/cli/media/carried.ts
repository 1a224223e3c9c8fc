import { IDENTIFIERS } from "../../transcode/encode/wav-metadata.ts";
import type { Chapter, CoverPicture, MediaTags } from "../../transcode/media.ts";
import { partChapters } from "../../transcode/plan/chapters.ts";
import { readMetadata } from "../../wav/metadata/read-metadata.ts";
import type { Wav } from "../../wav/wav.ts";
import type { Recording } from "../recording.ts";

/** What a recording carries beside its sound. */
export interface Carried {
  readonly tags: MediaTags;
  /** Seconds of the recording. */
  readonly chapters: readonly Chapter[];
  readonly cover: CoverPicture | undefined;
}

/** What a recording carries that a result in another format may keep. */
export async function carriedBy(recording: Recording, signal: AbortSignal | undefined): Promise<Carried> {
  const { media } = recording;
  if (!media) return carriedByWav(recording, signal);
  return { tags: media.tags, chapters: media.chapters, cover: await media.cover(signal) };
}

/** The chapters of a part, and the tags. */
export function carriedPart({ tags, chapters, cover }: Carried, from: number, to: number): Carried {
  return { tags, chapters: partChapters(chapters, from, to), cover };
}

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(IDENTIFIERS).map(([name, identifier]) => [identifier, name]),
);

/** The texts of a WAV file as tags, and its labelled cue points as chapters: a point without a region goes up to the next. */
export async function carriedByWav(wav: Wav, signal: AbortSignal | undefined): Promise<Carried> {
  const { info = {}, cues } = await readMetadata(wav, signal ? { signal } : {});
  const tags = Object.fromEntries(
    Object.entries(info).flatMap(([identifier, text]) => {
      const name = NAMES.get(identifier);
      return name === undefined || text === "" ? [] : [[name, text]];
    }),
  );
  const points = (cues?.points ?? [])
    .filter(({ frame, label }) => label !== undefined && frame < wav.frames)
    .sort((one, other) => one.frame - other.frame);
  const chapters = points.map(({ frame, label = "", region }, index): Chapter => {
    const next = points[index + 1]?.frame ?? wav.frames;
    const end = region && region.frames > 0 ? Math.min(frame + region.frames, wav.frames) : next;
    return { start: frame / wav.sampleRate, end: end / wav.sampleRate, title: label };
  });
  return { tags, chapters, cover: undefined };
}
