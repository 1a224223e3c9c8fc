import { isKnownId } from "./chunk.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { SIZE_IN_DS64 } from "./ds64.ts";
import type { Warn } from "./warning.ts";

/** A chunk's size as its file claims it, and what it can be held against. */
export interface SizeClaim {
  readonly id: string;
  /** Where its header begins. */
  readonly offset: number;
  /** Where the size stands. */
  readonly sizeOffset: number;
  readonly bodyOffset: number;
  /** Bytes; `undefined` where the file gives none. */
  readonly claimed: number | undefined;
  readonly fileSize: number;
  /** Whether it is to be taken as reaching to the end, whatever it claims. */
  readonly toEnd: boolean;
}

/** What lies behind the place where a chunk would end, as far as sizes are judged by it. */
export interface Surroundings {
  /** What begins at `offset`, if it is a chunk that ends within the file. */
  chunkAt(offset: number): Promise<ChunkHeader | undefined>;
  /** Where the next such chunk of a kind that occurs in the wild begins, searched a little way from `offset` on. */
  findChunk(offset: number): Promise<number | undefined>;
  /** Whether the chunks that every file must have are still to come. */
  readonly isIncomplete: boolean;
}

/** The size of a chunk's body that can be true, with a warning where the claim cannot. */
export async function believableSize(claim: SizeClaim, around: Surroundings, warn: Warn): Promise<number> {
  const { id, offset, sizeOffset, bodyOffset, claimed, fileSize, toEnd } = claim;
  const rest = fileSize - bodyOffset;
  const chunk = `the ${JSON.stringify(id)} chunk at offset ${offset}`;

  function note(code: string, words: string, actual: number, expected: number): number {
    warn({ code, message: `${chunk} ${words}`, offset: sizeOffset, actual, expected });
    return expected;
  }

  /** The audio cannot be behind the end: whatever claims to reach there hides it. */
  async function nextHidden(): Promise<number | undefined> {
    return id !== "data" && around.isIncomplete ? around.findChunk(bodyOffset) : undefined;
  }

  if (claimed === undefined) {
    const next = await nextHidden();
    if (next !== undefined) {
      const message = `gives no size, and the next chunk begins at offset ${next}`;
      return note("wav/size-hides-chunks", message, SIZE_IN_DS64, next - bodyOffset);
    }
    const words = `gives no size; it is taken as reaching to the end, ${rest} bytes`;
    return note("wav/size-unknown", words, SIZE_IN_DS64, rest);
  }
  if (toEnd && claimed < rest) {
    const words = `claims ${claimed} bytes; as asked, it is taken as reaching to the end, ${rest} bytes`;
    return note("wav/size-unknown", words, claimed, rest);
  }
  if (claimed > rest) {
    const next = await nextHidden();
    const words = `claims ${claimed} bytes; the file has ${rest} more`;
    if (next === undefined) return note("wav/truncated", words, claimed, rest);
    const message = `${words}, and the next chunk begins at offset ${next}`;
    return note("wav/size-hides-chunks", message, claimed, next - bodyOffset);
  }
  if (id !== "data") return claimed;
  // A recorder that was cut off before it could fill its header in leaves 0.
  if (claimed === 0 && rest > 0 && !(await around.chunkAt(bodyOffset))) {
    const words = `claims to be empty, but ${rest} bytes follow that are no chunk; they are taken as audio`;
    return note("wav/data-size-zero", words, 0, rest);
  }
  const unwrapped = await unwrap(claimed, claim, around);
  if (unwrapped === claimed) return claimed;
  return note(
    "wav/size-wrapped",
    `claims ${claimed} bytes, which is ${unwrapped} modulo 2^32`,
    claimed,
    unwrapped,
  );
}

/**
 * Recorders that know of no other container write the lowest 32 bits of a size past 4 GiB. The right one of the sizes
 * that these can stand for is the one with the end of the file, or a chunk, behind it.
 */
async function unwrap(
  claimed: number,
  { sizeOffset, bodyOffset, fileSize }: SizeClaim,
  around: Surroundings,
): Promise<number> {
  const rest = fileSize - bodyOffset;
  const has64Bits = bodyOffset - sizeOffset > 4;
  if (rest < 2 ** 32 || claimed >= 2 ** 32 || has64Bits || !around.isIncomplete) return claimed;
  for (let size = claimed; size <= rest; size += 2 ** 32) {
    const end = bodyOffset + size + (size % 2);
    if (end >= fileSize || isKnownId((await around.chunkAt(end))?.id ?? "")) return size;
  }
  return claimed;
}
