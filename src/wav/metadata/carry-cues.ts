import { carryRecords } from "./carry-records.ts";
import {
  BLOCK_START,
  FRAME,
  HEAD_BYTES,
  POINT_BYTES,
  POSITION,
  REGION_FRAMES,
  REGION_HEAD_BYTES,
  TEXT_HEAD_BYTES,
} from "./cue-layout.ts";
import { readList, type SubChunk, writeList } from "./list.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";
import { viewOf } from "./number-field.ts";
import type { Span } from "./span.ts";

/** The chunks of an adtl list that begin with a cue point's number, and the bytes that each has at least. */
const LEAST_BYTES: Readonly<Record<string, number>> = {
  labl: TEXT_HEAD_BYTES,
  note: TEXT_HEAD_BYTES,
  ltxt: REGION_HEAD_BYTES,
  file: TEXT_HEAD_BYTES,
};

/** What is being cut, and what is known of its cue points. */
interface Cut {
  readonly span: Span;
  readonly littleEndian: boolean;
  /** Frames of the regions, by the number of their cue point. */
  readonly lengths: Map<number, number>;
  /** Where each cue point was, by its number; `undefined` when it lies outside the span. */
  readonly starts: Map<number, number | undefined>;
}

/**
 * The bodies of the `cue ` and `adtl` chunks, cut to a span; `undefined` for one of which nothing is left.
 *
 * A region that reaches into the span from before it begins with the span, and one that reaches out of it ends with it.
 * A text goes when its cue point goes. Where several points have one number, its texts belong to the first.
 */
export function carryCues(
  chunks: readonly MetadataChunk[],
  span: Span,
  littleEndian: boolean,
): ReadonlyMap<MetadataChunk, Uint8Array | undefined> {
  const cut: Cut = { span, littleEndian, lengths: new Map(), starts: new Map() };
  const lists = new Map<MetadataChunk, readonly SubChunk[]>();
  for (const chunk of chunks) {
    if (chunk.listType !== "adtl" || !chunk.bytes) continue;
    const texts = readList(chunk.bytes, { littleEndian, encoding: "auto", offset: 0, warn: () => {} });
    lists.set(chunk, texts);
    for (const text of texts) noteRegion(text, cut);
  }
  const carried = new Map<MetadataChunk, Uint8Array | undefined>();
  for (const chunk of chunks) {
    if (chunk.id === "cue " && chunk.bytes) carried.set(chunk, carryPoints(chunk.bytes, cut));
  }
  for (const [chunk, texts] of lists) {
    const kept = texts.flatMap((text) => carryText(text, cut) ?? []);
    carried.set(chunk, kept.length > 0 ? writeList("adtl", kept, cut) : undefined);
  }
  return carried;
}

function noteRegion({ id, body }: SubChunk, { lengths, littleEndian }: Cut): void {
  if (id !== "ltxt" || body.length < REGION_HEAD_BYTES) return;
  const point = viewOf(body).getUint32(0, littleEndian);
  if (!lengths.has(point)) lengths.set(point, viewOf(body).getUint32(REGION_FRAMES, littleEndian));
}

function carryPoints(cue: Uint8Array, { span, littleEndian, lengths, starts }: Cut): Uint8Array | undefined {
  if (cue.length < HEAD_BYTES) return undefined;
  const body = cue.slice();
  const view = viewOf(body);
  const points = { from: HEAD_BYTES, count: view.getUint32(0, littleEndian), size: POINT_BYTES };
  const { end } = carryRecords(body, points, (point) => {
    const id = view.getUint32(point, littleEndian);
    const frame = view.getUint32(point + FRAME, littleEndian);
    const isFirst = !starts.has(id);
    const reach = frame + (isFirst ? (lengths.get(id) ?? 0) : 0);
    const stays = frame < span.to && (frame >= span.from || Math.min(reach, span.to) > span.from);
    if (isFirst) starts.set(id, stays ? frame : undefined);
    const moved = Math.max(0, frame - span.from);
    // The playlist goes, and without one the place in the order of play is that in the audio.
    view.setUint32(point + POSITION, moved, littleEndian);
    view.setUint32(point + BLOCK_START, 0, littleEndian);
    view.setUint32(point + FRAME, moved, littleEndian);
    return stays;
  });
  view.setUint32(0, (end - points.from) / POINT_BYTES, littleEndian);
  return end > points.from ? body.subarray(0, end) : undefined;
}

/** A text of a cue point that stays; `undefined` for one of a point that goes. Other sub-chunks stay as they are. */
function carryText(
  text: SubChunk,
  { span, littleEndian, starts }: Cut,
): Pick<SubChunk, "id" | "body"> | undefined {
  const { id } = text;
  const least = LEAST_BYTES[id];
  if (least === undefined) return text;
  if (text.body.length < least) return undefined;
  const start = starts.get(viewOf(text.body).getUint32(0, littleEndian));
  if (start === undefined) return undefined;
  if (id !== "ltxt") return text;
  const body = text.body.slice();
  const view = viewOf(body);
  const end = Math.min(start + view.getUint32(REGION_FRAMES, littleEndian), span.to);
  const length = end - Math.max(start, span.from);
  if (start < span.from && length <= 0) return undefined;
  view.setUint32(REGION_FRAMES, length, littleEndian);
  return { id, body };
}
