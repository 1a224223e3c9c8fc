import type { LongwaveError } from "../../stream/error.ts";
import { type CueRegion, type CueText, type RawText, readCueText, writeCueText } from "./adtl.ts";
import { badMetadata } from "./bad-metadata.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { type CuePlace, readCuePlaces, writeCuePlaces } from "./cue.ts";
import { readList, type SubChunk, writeList } from "./list.ts";

/** A place in a recording, and what is said of it. */
export interface CuePoint extends CuePlace {
  /** Its name (`labl`). */
  readonly label?: string;
  /** A remark about it (`note`). */
  readonly note?: string;
  /** The stretch that begins here. */
  readonly region?: CueRegion;
}

/** The cue points of a recording, in the order of the file. */
export interface Cues {
  /** Of all `cue ` chunks; not always in the order of their frames. */
  readonly points: readonly CuePoint[];
  /**
   * What else the `adtl` list holds, as bytes: chunks of other kinds (`file`), second texts of one kind, texts of points
   * that are not there.
   */
  readonly others?: readonly RawText[];
}

/** A chunk's body and where it begins in the file, in bytes. */
export type LocatedBody = Pick<SubChunk, "offset" | "body">;

/** The property of a point that a text becomes. */
const PROPERTIES = { labl: "label", note: "note", ltxt: "region" } as const;

/**
 * Reads `cue ` and `adtl` bodies, mostly one of each, into one view. Where several points have one number, texts are
 * those of the first. `undefined` when there is neither a point nor a text, and no honest list of none.
 */
export function readCues(
  cueBodies: readonly LocatedBody[],
  adtlBodies: readonly LocatedBody[],
  context: Omit<BodyContext, "offset">,
): Cues | undefined {
  const places = cueBodies.map(({ body, offset }) => readCuePlaces(body, { ...context, offset }));
  const points: CuePoint[] = places.flatMap((list) => list ?? []);
  // Of those with one number, the first is entered last.
  const firsts = new Map(points.map(({ id }, index) => [id, index] as const).reverse());
  const others: RawText[] = [];
  for (const chunk of adtlBodies.flatMap(({ body, offset }) => readList(body, { ...context, offset }))) {
    const text = readCueText(chunk, context);
    const index = text && firsts.get(text.point);
    const point = index === undefined ? undefined : points[index];
    if (text && index !== undefined && point && point[PROPERTIES[text.id]] === undefined) {
      points[index] = withText(point, text);
    } else {
      others.push({ id: chunk.id, body: chunk.body });
    }
  }
  const isRead = others.length > 0 || places.some((list) => list !== undefined);
  return isRead ? { points, ...(others.length > 0 && { others }) } : undefined;
}

function withText(point: CuePoint, text: CueText): CuePoint {
  return { ...point, [PROPERTIES[text.id]]: text.id === "ltxt" ? text.region : text.text };
}

/**
 * Writes the body of a `cue ` chunk and, where there is any text, that of an `adtl` list.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in its field, such as a frame past 2^32 - 1, and
 *   for texts of a point whose number another one before it has; `wav/bad-text` for a text that the encoding cannot hold
 */
export function writeCues(
  cues: Cues,
  layout: BodyLayout,
): { readonly cue: Uint8Array; readonly adtl?: Uint8Array } {
  const { points, others = [] } = cues;
  const ids = new Set<number>();
  const texts = points.flatMap((point) => {
    const written = textsOf(point).map((text) => writeCueText(text, layout));
    if (ids.has(point.id) && written.length > 0) throw ambiguous(point);
    ids.add(point.id);
    return written;
  });
  const chunks = [...texts, ...others];
  return {
    cue: writeCuePlaces(points, layout),
    ...(chunks.length > 0 && { adtl: writeList("adtl", chunks, layout) }),
  };
}

function textsOf({ id: point, label, note, region }: CuePoint): readonly CueText[] {
  return [
    ...(label === undefined ? [] : [{ id: "labl", point, text: label } as const]),
    ...(note === undefined ? [] : [{ id: "note", point, text: note } as const]),
    ...(region === undefined ? [] : [{ id: "ltxt", point, region } as const]),
  ];
}

function ambiguous({ id, frame }: CuePoint): LongwaveError {
  const message = `the cue point at frame ${frame} has texts, but an earlier one has its number ${id} too; give it another`;
  return badMetadata(message, id, "a number of its own");
}
