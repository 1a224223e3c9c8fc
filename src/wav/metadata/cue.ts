import { readFourCharacters } from "../chunk.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { writeCodeField } from "./character-field.ts";
import {
  BLOCK_START,
  CHUNK_ID,
  CHUNK_START,
  FRAME,
  HEAD_BYTES,
  POINT_BYTES,
  POSITION,
} from "./cue-layout.ts";
import { viewOf, writeUint32Fields } from "./number-field.ts";
import { isTooShort, warnOfCount } from "./short-body.ts";

/** A place in a recording, as it stands in a `cue ` chunk. */
export interface CuePlace {
  /** Its number, by which texts refer to it; 32 bits. */
  readonly id: number;
  /** Frames from the start of the audio. */
  readonly frame: number;
  /** Frames from the start in the order of play, which only a playlist makes another; `frame` unless told otherwise. */
  readonly position?: number;
  /** The chunk that it lies in, four characters; `"data"` unless told otherwise. */
  readonly chunkId?: string;
  /** Where that chunk begins in a list of several (`wavl`), in bytes; 0 unless told otherwise. */
  readonly chunkStart?: number;
  /** Where its block begins in that chunk, in bytes; 0 unless told otherwise, as in nearly all files. */
  readonly blockStart?: number;
}

/**
 * Reads a `cue ` body (Multimedia Programming Interface and Data Specifications 1.0, "Cue-Points Chunk"), as many places
 * as are claimed and there. What is as it mostly is, is left out.
 */
export function readCuePlaces(body: Uint8Array, context: BodyContext): readonly CuePlace[] | undefined {
  if (isTooShort("cue ", body, HEAD_BYTES, context)) return undefined;
  const view = viewOf(body);
  const word = (offset: number) => view.getUint32(offset, context.littleEndian);
  const claimed = word(0);
  const there = Math.floor((body.length - HEAD_BYTES) / POINT_BYTES);
  if (claimed !== there) warnOfCount("points of the cue chunk", claimed, there, context);
  return Array.from({ length: Math.min(claimed, there) }, (_, index) => {
    const offset = HEAD_BYTES + index * POINT_BYTES;
    const position = word(offset + POSITION);
    const chunkId = readFourCharacters(body, offset + CHUNK_ID);
    const chunkStart = word(offset + CHUNK_START);
    const blockStart = word(offset + BLOCK_START);
    const frame = word(offset + FRAME);
    return {
      id: word(offset),
      frame,
      ...(position !== frame && { position }),
      ...(chunkId !== "data" && { chunkId }),
      ...(chunkStart !== 0 && { chunkStart }),
      ...(blockStart !== 0 && { blockStart }),
    };
  });
}

/**
 * Writes a `cue ` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in 32 bits, such as a frame past 2^32 - 1
 */
export function writeCuePlaces(
  places: readonly CuePlace[],
  { littleEndian }: Pick<BodyLayout, "littleEndian">,
): Uint8Array {
  const body = new Uint8Array(HEAD_BYTES + places.length * POINT_BYTES);
  const view = viewOf(body);
  writeUint32Fields(view, 0, { points: places.length }, littleEndian);
  places.forEach((place, index) => {
    const { id, frame, position = frame, chunkId = "data", chunkStart = 0, blockStart = 0 } = place;
    const offset = HEAD_BYTES + index * POINT_BYTES;
    writeUint32Fields(view, offset, { id, position }, littleEndian);
    writeCodeField(view, offset + CHUNK_ID, "chunkId", chunkId);
    writeUint32Fields(view, offset + CHUNK_START, { chunkStart, blockStart, frame }, littleEndian);
  });
  return body;
}
