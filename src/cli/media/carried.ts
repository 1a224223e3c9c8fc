import type { Chapter, CoverPicture, MediaTags } from "../../transcode/media.ts";
import { partChapters } from "../../transcode/plan/chapters.ts";
import { readWavContent } from "../../transcode/probe/wav-content.ts";
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
  if (!media) {
    const { tags, chapters = [] } = await readWavContent(recording, signal);
    return { tags, chapters, cover: undefined };
  }
  return { tags: media.tags, chapters: media.chapters, cover: await media.cover(signal) };
}

/** The chapters of a part, and the tags. */
export function carriedPart({ tags, chapters, cover }: Carried, from: number, to: number): Carried {
  return { tags, chapters: partChapters(chapters, from, to), cover };
}
