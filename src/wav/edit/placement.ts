import { type Chunk, isFiller } from "../chunk.ts";
import { paddingOf } from "../chunk-header.ts";
import type { Container } from "../container.ts";
import { chunkSizeField, type OneByteChange, oneByteChanges, type SizeField } from "./size-field.ts";

/** A file does not grow by more than this for what is smaller; one byte may have to stand for so much. */
const MOST_SPARE_BYTES = 2 ** 24;

/** Where the new chunks of an edit go. Nobody sees them there until one byte is written. */
export interface Placement {
  readonly place: "slack" | "end";
  /** Where the first one begins. */
  readonly offset: number;
  /** Bytes between the last one and `end`, for a filler: 0, or a header at least. */
  readonly spare: number;
  /** Where the room ends, without padding. */
  readonly end: number;
  /** The byte that makes them count. */
  readonly commit: OneByteChange;
}

/**
 * Room in the smallest filler that has it. Its size is lowered by one byte, so that it ends earlier; behind its new end
 * the new chunks come to light, and a filler for what is left.
 *
 * @param bytes of all new chunks, headers and padding included
 */
export function placeInSlack(
  container: Container,
  chunks: readonly Chunk[],
  bytes: number,
): Placement | undefined {
  const { alignment } = container;
  const rooms = chunks.filter(({ id, size }) => isFiller(id) && size >= bytes);
  for (const room of rooms.sort((one, other) => one.size - other.size)) {
    const field = chunkSizeField(container, room);
    const end = room.bodyOffset + room.size;
    const placements = oneByteChanges(field)
      .filter(({ value }) => value % alignment === 0 && field.origin + value >= room.bodyOffset)
      .map((commit) => placement("slack", field.origin + commit.value, end, bytes, commit));
    const best = leastSpare(container, placements);
    if (best) return best;
  }
  return undefined;
}

/**
 * Room behind the end. The file is made longer by so much that its size differs from the old one in one byte.
 *
 * @param end where its chunks end
 * @param field the size that the file says it has
 */
export function placeAtEnd(
  container: Container,
  end: number,
  field: SizeField,
  bytes: number,
): Placement | undefined {
  const placements = oneByteChanges(field)
    .map((commit) => placement("end", end, field.origin + commit.value, bytes, commit))
    .filter(({ spare }) => spare <= MOST_SPARE_BYTES);
  // A filler that ends where a chunk may begin can become part of another one later.
  const aligned = placements.filter(({ spare }) => spare % container.alignment === 0);
  return leastSpare(container, aligned) ?? leastSpare(container, placements);
}

/** Where the last chunk ends: its body, and its padding whether it is there or not. */
export function endOfChunks(
  container: Container,
  chunks: readonly Chunk[],
): { readonly body: number; readonly padded: number } {
  const last = chunks.reduce((one, other) => (one.bodyOffset > other.bodyOffset ? one : other));
  const body = last.bodyOffset + last.size;
  return { body, padded: body + paddingOf(container, last.size) };
}

function placement(
  place: Placement["place"],
  offset: number,
  end: number,
  bytes: number,
  commit: OneByteChange,
): Placement {
  return { place, offset, spare: end - offset - bytes, end, commit };
}

function leastSpare(
  { chunkHeaderBytes }: Container,
  placements: readonly Placement[],
): Placement | undefined {
  return placements
    .filter(({ spare }) => spare === 0 || spare >= chunkHeaderBytes)
    .reduce<Placement | undefined>(
      (best, next) => (best && best.spare <= next.spare ? best : next),
      undefined,
    );
}
