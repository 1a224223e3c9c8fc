import { isChunkId, readFourCharacters, writeFourCharacters } from "../chunk.ts";
import { badMetadata, warnOfBody } from "./bad-metadata.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { viewOf } from "./number-field.ts";

/** A chunk within a list. */
export interface SubChunk {
  /** Four printable characters: `"INAM"`, `"labl"`. */
  readonly id: string;
  /** Where its body begins in the file, in bytes. */
  readonly offset: number;
  /** The bytes that are there, without header and padding. */
  readonly body: Uint8Array;
}

/** Bytes of the list's type, and of the header of a chunk in it. */
const TYPE_BYTES = 4;
const HEADER_BYTES = 8;

/**
 * The chunks in a list's body, which begins with its type (Multimedia Programming Interface and Data Specifications
 * 1.0, "LIST Chunk"). Takes sizes past the end, missing padding and too much of it; what is no chunk ends the list.
 */
export function readList(body: Uint8Array, context: BodyContext): readonly SubChunk[] {
  const view = viewOf(body);
  const subChunks: SubChunk[] = [];
  let at = TYPE_BYTES;
  while (at < body.length) {
    const start = headerPosition(view, at, subChunks.at(-1), context.littleEndian);
    if (start === undefined) {
      warnOfJunk(body, at, context);
      break;
    }
    if (start < at) {
      const words = "a chunk of odd size in the list has no padding";
      warnOfBody(context, { at: start, words, actual: start, expected: at });
    }
    const id = readFourCharacters(body, start);
    const bodyStart = start + HEADER_BYTES;
    const declared = view.getUint32(start + 4, context.littleEndian);
    const size = Math.min(declared, body.length - bodyStart);
    if (size < declared) {
      const words = `the ${JSON.stringify(id)} chunk in the list claims ${declared} bytes; the list has ${size} more`;
      warnOfBody(context, { at: start + 4, words, actual: declared, expected: size });
    }
    subChunks.push({
      id,
      offset: context.offset + bodyStart,
      body: body.subarray(bodyStart, bodyStart + size),
    });
    at = bodyStart + size + (size % 2);
  }
  return subChunks;
}

/**
 * The body of a list.
 *
 * @param type four characters: `"INFO"`, `"adtl"`
 * @throws LongwaveError `wav/bad-metadata` where an identifier is not four printable ASCII characters
 */
export function writeList(
  type: string,
  subChunks: readonly Pick<SubChunk, "id" | "body">[],
  layout: Pick<BodyLayout, "littleEndian">,
): Uint8Array<ArrayBuffer> {
  const size = subChunks.reduce((total, { body }) => total + paddedSize(body), TYPE_BYTES);
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes);
  writeFourCharacters(view, 0, checkedId(type));
  let at = TYPE_BYTES;
  for (const { id, body } of subChunks) {
    writeFourCharacters(view, at, checkedId(id));
    view.setUint32(at + 4, body.length, layout.littleEndian);
    bytes.set(body, at + HEADER_BYTES);
    at += paddedSize(body);
  }
  return bytes;
}

/** Where the next header is: at `at`, a byte before it where padding is missing, or behind zeros that are too many. */
function headerPosition(
  view: DataView,
  at: number,
  previous: SubChunk | undefined,
  littleEndian: boolean,
): number | undefined {
  const unpadded = previous !== undefined && previous.body.length % 2 === 1 && isHeader(view, at - 1);
  if (isHeader(view, at)) {
    // Read one byte late, a header can still look like one, but its size has a letter of the text in it.
    const fits = at + HEADER_BYTES + view.getUint32(at + 4, littleEndian) <= view.byteLength;
    return unpadded && !fits ? at - 1 : at;
  }
  if (unpadded) return at - 1;
  let pastZeros = at;
  while (pastZeros < view.byteLength && view.getUint8(pastZeros) === 0) pastZeros++;
  return isHeader(view, pastZeros) ? pastZeros : undefined;
}

function isHeader(view: DataView, at: number): boolean {
  if (at + HEADER_BYTES > view.byteLength) return false;
  return isChunkId(readFourCharacters(new Uint8Array(view.buffer, view.byteOffset + at, 4), 0));
}

/** Zeros at the end are padding, and what people expect there. */
function warnOfJunk(body: Uint8Array, at: number, context: BodyContext): void {
  const junk = body.subarray(at);
  if (junk.every((byte) => byte === 0)) return;
  const words = `${junk.length} bytes of the list are no chunk and are passed over`;
  warnOfBody(context, { at, words, actual: junk.length });
}

function paddedSize(body: Uint8Array): number {
  return HEADER_BYTES + body.length + (body.length % 2);
}

function checkedId(id: string): string {
  if (isChunkId(id)) return id;
  const message = `an identifier in a list is four printable ASCII characters, got ${JSON.stringify(id)}`;
  throw badMetadata(message, id, "four characters");
}
