import { carryRecords } from "./carry-records.ts";
import {
  BLOCK_START,
  FRAME,
  HEAD_BYTES,
  POINT_BYTES,
  POSITION,
  REGION_FRAMES,
  REGION_HEAD_BYTES,
} from "./cue-layout.ts";
import { readList, writeList } from "./list.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";
import { viewOf } from "./number-field.ts";
import { scaledFrame, scaledWord, type TimeScale } from "./time-scale.ts";

/**
 * The bodies of the `cue ` and `adtl` chunks at another sample rate; `undefined` for a body that cannot be read. A region
 * ends where it ended. A point that has no room in 32 bits goes; its texts stay, with nothing to belong to.
 */
export function scaleCues(
  chunks: readonly MetadataChunk[],
  scale: TimeScale,
  littleEndian: boolean,
): ReadonlyMap<MetadataChunk, Uint8Array | undefined> {
  const scaled = new Map<MetadataChunk, Uint8Array | undefined>();
  /** Where each cue point was, by its number. */
  const starts = new Map<number, number>();
  for (const chunk of chunks) {
    if (chunk.id === "cue " && chunk.bytes)
      scaled.set(chunk, scalePoints(chunk.bytes, scale, littleEndian, starts));
  }
  for (const chunk of chunks) {
    if (chunk.listType === "adtl" && chunk.bytes)
      scaled.set(chunk, scaleRegions(chunk.bytes, scale, littleEndian, starts));
  }
  return scaled;
}

function scalePoints(
  cue: Uint8Array,
  scale: TimeScale,
  littleEndian: boolean,
  starts: Map<number, number>,
): Uint8Array | undefined {
  if (cue.length < HEAD_BYTES) return undefined;
  const body = cue.slice();
  const view = viewOf(body);
  const points = { from: HEAD_BYTES, count: view.getUint32(0, littleEndian), size: POINT_BYTES };
  const { end } = carryRecords(body, points, (point) => {
    const id = view.getUint32(point, littleEndian);
    const frame = view.getUint32(point + FRAME, littleEndian);
    if (!starts.has(id)) starts.set(id, frame);
    const scaled = scaledWord(frame, scale);
    // The playlist goes, and without one the place in the order of play is that in the audio.
    view.setUint32(point + POSITION, scaled ?? 0, littleEndian);
    view.setUint32(point + BLOCK_START, 0, littleEndian);
    view.setUint32(point + FRAME, scaled ?? 0, littleEndian);
    return scaled !== undefined;
  });
  view.setUint32(0, (end - points.from) / POINT_BYTES, littleEndian);
  return body.subarray(0, end);
}

function scaleRegions(
  adtl: Uint8Array,
  scale: TimeScale,
  littleEndian: boolean,
  starts: ReadonlyMap<number, number>,
): Uint8Array {
  const texts = readList(adtl, { littleEndian, encoding: "auto", offset: 0, warn: () => {} });
  const scaled = texts.map((text) => {
    if (text.id !== "ltxt" || text.body.length < REGION_HEAD_BYTES) return text;
    const body = text.body.slice();
    const view = viewOf(body);
    const start = starts.get(view.getUint32(0, littleEndian)) ?? 0;
    const end = start + view.getUint32(REGION_FRAMES, littleEndian);
    const frames = scaledFrame(end, scale) - scaledFrame(start, scale);
    // What is longer than 32 bits has no end that could be told.
    view.setUint32(REGION_FRAMES, Math.min(frames, 2 ** 32 - 1), littleEndian);
    return { id: text.id, body };
  });
  return writeList("adtl", scaled, { littleEndian });
}
