import { type Chunk, isChunkId, readFourCharacters, readUint32 } from "./chunk.ts";
import { believableSize, outerEnd } from "./chunk-size.ts";
import type { Container } from "./container.ts";
import { type Ds64, readLeadingDs64, SIZE_IN_DS64 } from "./ds64.ts";
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
  let end = ds64
    ? outerEnd(ds64.riffSize, headBytes + chunkHeaderBytes, size, warn)
    : outerEnd(readUint32(await read(0, headBytes), 4), 4, size, warn);
  const sizeIn64Bits = ds64Sizes(ds64);
  const chunks: Chunk[] = [];
  let offset = headBytes;
  let dataSeen = false;

  // An outer size that ends before the audio is a lie: until the audio is found, only the end of the file counts.
  while (offset + chunkHeaderBytes <= (dataSeen ? end : size)) {
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
    dataSeen ||= id === "data";
    const bodyEnd = bodyOffset + bodySize;
    end = Math.max(end, bodyEnd);
    offset = bodyEnd + (bodySize % alignment);
  }

  // One byte more is the padding of the last chunk, which some count and others do not.
  if (size - end > 1) {
    const message = `${size - end} bytes lie behind offset ${end}, where the file ends by its own size field`;
    warn({ code: "wav/trailing-bytes", message, offset: end, actual: size, expected: end });
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
  const padded = parseChunkHeader(await read(offset, 8), offset);
  if (padded || !previous || previous.size % 2 === 0) return padded;
  const unpadded = parseChunkHeader(await read(offset - 1, 8), offset - 1);
  if (unpadded) {
    const message = `the ${JSON.stringify(previous.id)} chunk before offset ${offset - 1} has an odd size and no padding byte`;
    warn({ code: "wav/no-padding", message, offset: offset - 1, actual: offset - 1, expected: offset });
  }
  return unpadded;
}

function parseChunkHeader(bytes: Uint8Array, offset: number): ChunkHeader | undefined {
  const id = readFourCharacters(bytes, 0);
  return isChunkId(id) ? { id, offset, declaredSize: readUint32(bytes, 4) } : undefined;
}

/** The 64-bit sizes by chunk identifier; the table's entries are used up in the order in which they stand. */
function ds64Sizes(ds64: Ds64 | undefined): (id: string) => number | undefined {
  let next = 0;
  return (id) => {
    if (!ds64) return undefined;
    if (id === "data") return ds64.dataSize;
    const entry = ds64.table[next];
    if (entry?.id !== id) return undefined;
    next++;
    return entry.size;
  };
}
