import type { ByteWindow } from "./byte-window.ts";
import { paddingOf } from "./chunk-header.ts";
import type { Container } from "./container.ts";
import { type Ds64, SIZE_IN_DS64 } from "./ds64.ts";
import type { Warn } from "./warning.ts";

/** The size of the whole file as it claims it. */
export interface OuterClaim {
  /** Bytes. */
  readonly claimed: number;
  /** Bytes before those that are counted. */
  readonly before: number;
  /** Where that number stands. */
  readonly offset: number;
  readonly fileSize: number;
}

/**
 * What a file says about its own size, and where.
 *
 * @param base where the container begins, in bytes from the start of the file
 */
export async function readOuterClaim(
  window: ByteWindow,
  container: Container,
  base: number,
  fileSize: number,
  ds64: Ds64 | undefined,
): Promise<OuterClaim> {
  const { headBytes, chunkHeaderBytes, sizeOffset, littleEndian } = container;
  const head = await window.read(base, headBytes);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (container.name === "W64") {
    const claimed = Number(view.getBigUint64(sizeOffset, true));
    return { claimed, before: base, offset: base + sizeOffset, fileSize };
  }
  const before = base + 8;
  const claimed = view.getUint32(sizeOffset, littleEndian);
  return ds64 && (container.hasDs64 || claimed === SIZE_IN_DS64)
    ? { claimed: ds64.riffSize, before, offset: base + headBytes + chunkHeaderBytes, fileSize }
    : { claimed, before, offset: base + sizeOffset, fileSize };
}

/** Where the outermost chunk ends, with a warning where its size cannot be true. */
export function outerEnd(container: Container, claim: OuterClaim, warn: Warn): number {
  const { claimed, before, fileSize } = claim;
  const end = before + claimed;
  if (claimed !== 0 && claimed !== SIZE_IN_DS64 && end <= fileSize) return end;
  // Padding that was counted but not written is too common to be worth a word.
  const padded = fileSize + Math.max(1, paddingOf(container, fileSize - before));
  if (end <= fileSize || end > padded || claimed === 0) warnOfOuterSize(claim, warn);
  return fileSize;
}

/** Says that the file is longer or shorter than it claims. */
export function warnOfOuterSize({ claimed, before, offset, fileSize }: OuterClaim, warn: Warn): void {
  const expected = fileSize - before;
  const message = `the file's size field at offset ${offset} claims ${claimed} bytes after the first ${before}; there are ${expected}`;
  warn({ code: "wav/riff-size", message, offset, actual: claimed, expected });
}
