import { type Chunk, characterBytes, isFiller, isOfTheAudio, readCharacters } from "./chunk.ts";

/**
 * A chunk that is put before the new chunks of an edit and says which old ones they take the place of. So old and new
 * change places at one moment, the one at which this chunk can be seen. Once the old chunks are fillers, one more byte
 * makes a filler of this one. In Wave64 the letters of fillers are small.
 */
const IDS: readonly string[] = ["JUNX", "junX"];

/** What the body begins with, so that nobody else's chunk is taken for one. */
const MAGIC = "longwave";
const OFFSET_BYTES = 8;

/** No more is read of a body. */
export const MOST_SUPERSESSION_BYTES: number = 1024 * 1024;

/** Whether a chunk may be one that takes the place of others; its body tells. */
export function isSupersession(id: string): boolean {
  return IDS.includes(id);
}

/** The identifier of such a chunk, in a file whose fillers are called `filler`. */
export function supersessionId(filler: string): string {
  return `${filler.slice(0, 3)}X`;
}

/** Bytes of the body of a chunk that takes the place of `count` others. */
export function supersessionBytes(count: number): number {
  return MAGIC.length + (1 + count) * OFFSET_BYTES;
}

/**
 * The body of such a chunk.
 *
 * @param offset where its own header begins: once somebody has moved it, it says nothing about its neighbours any more
 * @param superseded where the headers of the old chunks begin
 */
export function supersessionBody(offset: number, superseded: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(supersessionBytes(superseded.length));
  body.set(characterBytes(MAGIC));
  const view = new DataView(body.buffer);
  [offset, ...superseded].forEach((value, index) => {
    view.setBigUint64(MAGIC.length + index * OFFSET_BYTES, BigInt(value), true);
  });
  return body;
}

/** Chunks by where their headers begin. */
export type ChunksByOffset = ReadonlyMap<number, Chunk>;

/** Chunks by where their headers begin. */
export function byOffset(chunks: readonly Chunk[]): ChunksByOffset {
  return new Map(chunks.map((chunk) => [chunk.offset, chunk]));
}

/** The chunks that one takes the place of; `undefined` for a chunk that this library has not made for that. */
export function supersededBy(
  { id, offset }: Chunk,
  body: Uint8Array,
  chunks: ChunksByOffset,
): readonly Chunk[] | undefined {
  if (!isSupersession(id) || readCharacters(body, 0, MAGIC.length) !== MAGIC) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const count = Math.floor((body.length - MAGIC.length) / OFFSET_BYTES);
  const [own, ...superseded] = Array.from({ length: count }, (_, index) =>
    Number(view.getBigUint64(MAGIC.length + index * OFFSET_BYTES, true)),
  );
  if (own !== offset) return [];
  return superseded.flatMap((at) => {
    const chunk = chunks.get(at);
    // Nothing takes the place of the audio, whatever a file says.
    return chunk && !isOfTheAudio(chunk.id) ? chunk : [];
  });
}

/** The chunks of a file that count: neither fillers nor what others have taken the place of. */
export function livingChunks(
  chunks: readonly Chunk[],
  bodyOf: (chunk: Chunk) => Uint8Array | undefined,
): readonly Chunk[] {
  const marks = chunks.filter(({ id }) => isSupersession(id));
  const places = marks.length > 0 ? byOffset(chunks) : new Map();
  const dead = new Set<Chunk>();
  for (const mark of marks) {
    const superseded = supersededBy(mark, bodyOf(mark) ?? new Uint8Array(0), places);
    for (const other of superseded ? [mark, ...superseded] : []) dead.add(other);
  }
  return chunks.filter((chunk) => !isFiller(chunk.id) && !dead.has(chunk));
}

/** Whether bytes behind the end of a file are the beginning of an edit that was cut off before it could count. */
export function isUnfinishedEdit(bytes: Uint8Array, filler: string, headerBytes: number): boolean {
  const letters = readCharacters(bytes, 0, 4);
  const magic = readCharacters(bytes, headerBytes, MAGIC.length);
  return supersessionId(filler).startsWith(letters) && MAGIC.startsWith(magic);
}
