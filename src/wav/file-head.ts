import type { ByteWindow } from "./byte-window.ts";
import { readCharacters } from "./chunk.ts";
import { CONTAINER_MAGIC_BYTES, type Container, detectContainer } from "./container.ts";
import type { Warn } from "./warning.ts";

/** The family of a file, and where its head stands. */
export interface FileHead {
  readonly container: Container;
  /** Bytes before it: 0, but for files that somebody put an ID3 tag before. */
  readonly base: number;
}

const ID3_HEADER_BYTES = 10;

/**
 * Finds out what a file is.
 *
 * @throws LongwaveError `wav/not-wav`, which says what the file looks like instead
 */
export async function readFileHead(window: ByteWindow, name: string, warn: Warn): Promise<FileHead> {
  const head = (await window.read(0, CONTAINER_MAGIC_BYTES)).slice();
  const container = detectContainer(head);
  if (container) return { container, base: 0 };
  const base = id3Bytes(head);
  const behindTag = base > 0 && detectContainer(await window.read(base, CONTAINER_MAGIC_BYTES));
  if (!behindTag) {
    const { notWav } = await import("./not-wav.ts");
    throw notWav(head, name);
  }
  const message = `an ID3 tag of ${base} bytes stands before the file`;
  warn({ code: "wav/leading-bytes", message, offset: 0, actual: base, expected: 0 });
  return { container: behindTag, base };
}

/** Bytes of the ID3 tag that a file begins with; 0 without one. Its size has seven bits a byte (ID3v2.4.0, section 6.2). */
function id3Bytes(head: Uint8Array): number {
  if (readCharacters(head, 0, 3) !== "ID3" || head.length < ID3_HEADER_BYTES) return 0;
  return ID3_HEADER_BYTES + head.subarray(6, 10).reduce((sum, byte) => sum * 0x80 + byte, 0);
}
