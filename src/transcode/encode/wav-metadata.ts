import type { CuePoint } from "../../wav/metadata/cues.ts";
import type { Info } from "../../wav/metadata/info.ts";
import type { MetadataChunk } from "../../wav/metadata/metadata-chunk.ts";
import { writeMetadata } from "../../wav/metadata/write-metadata.ts";
import type { Chapter, MediaTags } from "../media.ts";
import { WAV_IDENTIFIERS } from "../probe/wav-content.ts";

/** Tags and chapters as a WAV file has them: texts of a `LIST`, and cue points with regions. */
export function wavMetadata(
  tags: MediaTags,
  chapters: readonly Chapter[],
  sampleRate: number,
): readonly MetadataChunk[] {
  const info: Info = Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) => {
      const id = Object.hasOwn(WAV_IDENTIFIERS, name) ? WAV_IDENTIFIERS[name] : undefined;
      return id === undefined ? [] : [[id, value]];
    }),
  );
  const points = chapters.map((chapter, index) => cuePoint(chapter, index + 1, sampleRate));
  return writeMetadata({
    ...(Object.keys(info).length > 0 && { info }),
    ...(points.length > 0 && { cues: { points } }),
  });
}

function cuePoint({ start, end, title }: Chapter, id: number, sampleRate: number): CuePoint {
  const frame = Math.round(start * sampleRate);
  return {
    id,
    frame,
    ...(title !== "" && { label: title }),
    region: { purpose: "rgn ", frames: Math.max(0, Math.round(end * sampleRate) - frame) },
  };
}
