import type { EditableFile } from "../../stream/editable-file.ts";

/** Bytes that are to stand somewhere in a file. */
export interface Overwrite {
  /** What they are, for people: lower case. */
  readonly what: string;
  /** Where they begin, in bytes from the start of the file. */
  readonly offset: number;
  /** None where the file is to end. */
  readonly expected: Uint8Array;
}

/** Writes them one after the other: none is on the disk before the one before it. */
export async function overwrite(file: EditableFile, writes: readonly Overwrite[]): Promise<void> {
  for (const { offset, expected } of writes) {
    if (expected.length === 0) await file.truncate(offset);
    else await file.write(offset, expected);
    await file.sync();
  }
}
