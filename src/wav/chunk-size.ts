import { isChunkId, readFourCharacters, readUint32 } from "./chunk.ts";
import { SIZE_IN_DS64 } from "./ds64.ts";
import type { Warn } from "./warning.ts";
import type { WindowReader } from "./window-reader.ts";

/** A chunk's size as its file claims it, and what it can be held against. */
export interface SizeClaim {
  readonly id: string;
  readonly bodyOffset: number;
  /** Bytes; `undefined` where the file gives none. */
  readonly claimed: number | undefined;
  readonly fileSize: number;
}

/** The size of a chunk's body that can be true, with a warning where the claim cannot. */
export async function believableSize(claim: SizeClaim, read: WindowReader, warn: Warn): Promise<number> {
  const { id, bodyOffset, claimed, fileSize } = claim;
  const rest = fileSize - bodyOffset;
  const offset = bodyOffset - 4;
  const chunk = `the ${JSON.stringify(id)} chunk at offset ${bodyOffset - 8}`;
  if (claimed === undefined) {
    const message = `${chunk} gives no size; it is taken as reaching to the end, ${rest} bytes`;
    warn({ code: "wav/size-unknown", message, offset, actual: SIZE_IN_DS64, expected: rest });
    return rest;
  }
  if (claimed > rest) {
    const message = `${chunk} claims ${claimed} bytes; the file has ${rest} more`;
    warn({ code: "wav/truncated", message, offset, actual: claimed, expected: rest });
    return rest;
  }
  // A recorder that was cut off before it could fill its header in leaves 0.
  if (id === "data" && claimed === 0 && rest > 0 && !(await isChunkAt(read, bodyOffset, fileSize))) {
    const message = `${chunk} claims to be empty, but ${rest} bytes follow that are no chunk; they are taken as audio`;
    warn({ code: "wav/data-size-zero", message, offset, actual: 0, expected: rest });
    return rest;
  }
  return claimed;
}

/** The size of the whole file as it claims it. */
export interface OuterClaim {
  /** Bytes after the first 8. */
  readonly claimed: number;
  /** Where that number stands. */
  readonly offset: number;
  readonly fileSize: number;
}

/** Where the outermost chunk ends, with a warning where its size cannot be true. */
export function outerEnd(claim: OuterClaim, warn: Warn): number {
  const { claimed, fileSize } = claim;
  const end = claimed + 8;
  if (claimed !== 0 && claimed !== SIZE_IN_DS64 && end <= fileSize) return end;
  // A padding byte that was counted but not written is too common to be worth a word.
  if (end !== fileSize + 1) warnOfOuterSize(claim, warn);
  return fileSize;
}

/** Says that the file is longer or shorter than it claims. */
export function warnOfOuterSize({ claimed, offset, fileSize }: OuterClaim, warn: Warn): void {
  const expected = fileSize - 8;
  const message = `the file's size field at offset ${offset} claims ${claimed} bytes after the first 8; there are ${expected}`;
  warn({ code: "wav/riff-size", message, offset, actual: claimed, expected });
}

/** Whether the bytes at `offset` can be a chunk that ends within the file. */
async function isChunkAt(read: WindowReader, offset: number, fileSize: number): Promise<boolean> {
  const header = await read(offset, 8);
  if (header.length < 8 || !isChunkId(readFourCharacters(header, 0))) return false;
  return offset + 8 + readUint32(header, 4) <= fileSize;
}
