import { writeCueText } from "./adtl.ts";
import type { BodyLayout } from "./body.ts";
import { readCuePlaces, writeCuePlaces } from "./cue.ts";
import { freeCueNumbers } from "./cue-number.ts";
import { readList, writeList } from "./list.ts";
import { type MetadataChunk, metadataChunk } from "./metadata-chunk.ts";

/** Where a part of a joined recording begins, and what to call it. */
export interface PartStart {
  readonly frame: number;
  readonly label?: string;
}

/**
 * Adds a cue point for each part to chunks that are in memory. The cue points and texts that are there stay as they
 * are, byte by byte; one `cue ` chunk and, where there is a text, one `adtl` list hold all of them, behind the others.
 *
 * @throws LongwaveError `wav/bad-metadata` for a frame past 2^32 - 1, for which cue points have no room; `wav/bad-text`
 *   for a label that the encoding cannot hold
 */
export function cuePerPart(
  chunks: readonly MetadataChunk[],
  parts: readonly PartStart[],
  layout: BodyLayout,
): readonly MetadataChunk[] {
  const { littleEndian } = layout;
  const context = { ...layout, offset: 0, warn: () => {} };
  const isCue = ({ id }: MetadataChunk) => id === "cue ";
  const isTexts = ({ listType }: MetadataChunk) => listType === "adtl";
  const places = chunks.filter(isCue).flatMap(({ bytes }) => (bytes && readCuePlaces(bytes, context)) ?? []);
  const texts = chunks.filter(isTexts).flatMap(({ bytes }) => (bytes ? readList(bytes, context) : []));

  const nextNumber = freeCueNumbers(places, texts, littleEndian);
  const added = parts.map((part) => ({ id: nextNumber(), ...part }));
  const labels = added.flatMap(({ id: point, label: text }) =>
    text === undefined ? [] : [writeCueText({ id: "labl", point, text }, layout)],
  );
  const allTexts = [...texts, ...labels];
  return [
    ...chunks.filter((chunk) => !isCue(chunk) && !isTexts(chunk)),
    metadataChunk("cue ", writeCuePlaces([...places, ...added], layout), littleEndian),
    ...(allTexts.length > 0
      ? [metadataChunk("LIST", writeList("adtl", allTexts, layout), littleEndian)]
      : []),
  ];
}
