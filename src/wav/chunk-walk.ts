import { type Chunk, isChunkId, isKnownId, readFourCharacters, readUint32 } from "./chunk.ts";
import { believableSize, type OuterClaim, outerEnd, warnOfOuterSize } from "./chunk-size.ts";
import type { Container } from "./container.ts";
import { ds64Sizes, readLeadingDs64, SIZE_IN_DS64 } from "./ds64.ts";
import type { Warn } from "./warning.ts";
import type { WindowReader } from "./window-reader.ts";

/** What a chunk's header says. */
interface ChunkHeader {
  readonly id: string;
  readonly offset: number;
  readonly declaredSize: number;
}

/**
 * Finds the chunks of a file without reading what is in them. Sizes that cannot be true are resolved from what is
 * there.
 *
 * @param size bytes of the whole file
 */
export async function walkChunks(
  read: WindowReader,
  container: Container,
  size: number,
  warn: Warn,
): Promise<Chunk[]> {
  const { headBytes, chunkHeaderBytes, alignment } = container;
  const ds64 = container.hasDs64 ? await readLeadingDs64(read, headBytes, warn) : undefined;
  const outer: OuterClaim = ds64
    ? { claimed: ds64.riffSize, offset: headBytes + chunkHeaderBytes, fileSize: size }
    : { claimed: readUint32(await read(0, headBytes), 4), offset: 4, fileSize: size };
  let end = outerEnd(outer, warn);
  const sizeIn64Bits = ds64Sizes(ds64);
  const missing = new Set(["fmt ", "data"]);
  const chunks: Chunk[] = [];
  let offset = headBytes;

  // An outer size that ends before what every file has is a lie; so is one that a chunk reaches past.
  while (offset + chunkHeaderBytes <= (missing.size > 0 ? size : end)) {
    const header = await readChunkHeader(read, offset, chunks.at(-1), warn);
    if (!header) {
      const passedOver = size - offset;
      const message = `expected a chunk at offset ${offset}; ${passedOver} bytes from there on are passed over`;
      warn({ code: "wav/no-chunk", message, offset, actual: passedOver });
      return chunks;
    }
    const { id, declaredSize } = header;
    const bodyOffset = header.offset + chunkHeaderBytes;
    const claimed = declaredSize === SIZE_IN_DS64 ? sizeIn64Bits(id) : declaredSize;
    const bodySize = await believableSize({ id, bodyOffset, claimed, fileSize: size }, read, warn);
    chunks.push({ id, offset: header.offset, bodyOffset, size: bodySize });
    missing.delete(id);
    const bodyEnd = bodyOffset + bodySize;
    if (bodyEnd > end) {
      warnOfOuterSize(outer, warn);
      end = size;
    }
    offset = bodyEnd + (bodySize % alignment);
    // Where the size is not the file's own word, nobody knows whether there should have been a padding byte.
    if (offset > size && claimed === bodySize) warnOfPadding({ id }, size, warn);
  }

  if (offset < size) {
    const message = `${size - offset} bytes lie behind the last chunk, which ends at offset ${offset}`;
    warn({ code: "wav/trailing-bytes", message, offset, actual: size, expected: offset });
  }
  return chunks;
}

/** The header at `offset`, or one byte before it where `previous` was left without its padding; else `undefined`. */
async function readChunkHeader(
  read: WindowReader,
  offset: number,
  previous: Chunk | undefined,
  warn: Warn,
): Promise<ChunkHeader | undefined> {
  if (!previous || previous.size % 2 === 0) return parseChunkHeader(await read(offset, 8), offset);
  const bytes = await read(offset - 1, 9);
  const padded = parseChunkHeader(bytes.subarray(1), offset);
  const unpadded = parseChunkHeader(bytes.subarray(0, 8), offset - 1);
  // One byte late, a header can still look like one: of a data chunk of 80 bytes, "ataP" is left.
  if (!unpadded || (padded && !isKnownId(unpadded.id))) return padded;
  warnOfPadding(previous, offset - 1, warn);
  return unpadded;
}

/** Says that the chunk which ends at `offset` has an odd size and no padding byte. */
function warnOfPadding({ id }: Pick<Chunk, "id">, offset: number, warn: Warn): void {
  const message = `the ${JSON.stringify(id)} chunk before offset ${offset} has an odd size and no padding byte`;
  warn({ code: "wav/no-padding", message, offset, actual: offset, expected: offset + 1 });
}

function parseChunkHeader(bytes: Uint8Array, offset: number): ChunkHeader | undefined {
  const id = readFourCharacters(bytes, 0);
  return isChunkId(id) ? { id, offset, declaredSize: readUint32(bytes, 4) } : undefined;
}
