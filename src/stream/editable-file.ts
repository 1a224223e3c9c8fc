import type { ByteSource } from "./byte-source.ts";

/** Bytes that can be read and written by range, in place. One call of `write` or `truncate` at a time. */
export interface EditableFile extends ByteSource {
  /** Length in bytes, now. */
  readonly size: number;
  /** Overwrites bytes, and appends those that reach past the end. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Cuts the file off at `size` bytes, or fills it up to there with zeros. */
  truncate(size: number): Promise<void>;
  /** Waits until what was written lies on the disk: what is written later cannot be there before it. */
  sync(): Promise<void>;
}
