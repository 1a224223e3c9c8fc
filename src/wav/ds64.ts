import { readFourCharacters, readUint32, writeFourCharacters } from "./chunk.ts";
import type { Warn } from "./warning.ts";
import type { WindowReader } from "./window-reader.ts";

/** The 64-bit sizes of an RF64 file (EBU Tech 3306, section 3.2). */
export interface Ds64 {
  /** Bytes of the file after its first 8. */
  readonly riffSize: number;
  /** Bytes of the data chunk's body. */
  readonly dataSize: number;
  /** The fact chunk's sample count. */
  readonly sampleCount: number;
  /** Sizes of other chunks of 4 GiB and more, in the order of their appearance. */
  readonly table: ReadonlyArray<{ readonly id: string; readonly size: number }>;
}

/** Bytes of a ds64 body with an empty table. */
export const DS64_BYTES = 28;

const TABLE_ENTRY_BYTES = 12;

/** The table has an entry per chunk of 4 GiB and more; nobody has this many, whatever a file claims. */
const MAX_BYTES = DS64_BYTES + 1024 * TABLE_ENTRY_BYTES;

/** Stands in a 32-bit size field for "see ds64", and in streams for "not known". */
export const SIZE_IN_DS64 = 0xffff_ffff;

/** The ds64 chunk at `offset`, where it must stand: before all others (EBU Tech 3306, section 3.2). */
export async function readLeadingDs64(
  read: WindowReader,
  offset: number,
  warn: Warn,
): Promise<Ds64 | undefined> {
  const header = await read(offset, 8);
  const id = readFourCharacters(header, 0);
  if (header.length === 8 && id === "ds64") {
    const size = Math.min(readUint32(header, 4), MAX_BYTES);
    const ds64 = readDs64(await read(offset + 8, size));
    if (ds64) return ds64;
  }
  const message = `expected a ds64 chunk at offset ${offset} of an RF64 file; sizes are taken from what is there`;
  warn({ code: "wav/no-ds64", message, offset, actual: id, expected: "ds64" });
  return undefined;
}

/**
 * Looks a chunk's 64-bit size up. Of several entries with one identifier, each serves once, in the order of the table.
 */
export function ds64Sizes(ds64: Ds64 | undefined): (id: string) => number | undefined {
  const unused = [...(ds64?.table ?? [])];
  return (id) => {
    if (id === "data") return ds64?.dataSize;
    const index = unused.findIndex((entry) => entry.id === id);
    return index < 0 ? undefined : unused.splice(index, 1)[0]?.size;
  };
}

/** Reads a ds64 body, as much of its table as is there; `undefined` when it is too short for the sizes. */
function readDs64(body: Uint8Array): Ds64 | undefined {
  if (body.length < 24) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const declared = body.length >= DS64_BYTES ? view.getUint32(24, true) : 0;
  const entries = Math.min(declared, Math.floor((body.length - DS64_BYTES) / TABLE_ENTRY_BYTES));
  const table = [];
  for (let index = 0; index < entries; index++) {
    const offset = DS64_BYTES + index * TABLE_ENTRY_BYTES;
    table.push({ id: readFourCharacters(body, offset), size: readUint64(view, offset + 4) });
  }
  return {
    riffSize: readUint64(view, 0),
    dataSize: readUint64(view, 8),
    sampleCount: readUint64(view, 16),
    table,
  };
}

/** Writes a ds64 chunk, header included, with an empty table. */
export function writeDs64(view: DataView, offset: number, sizes: Omit<Ds64, "table">): void {
  writeFourCharacters(view, offset, "ds64");
  view.setUint32(offset + 4, DS64_BYTES, true);
  view.setBigUint64(offset + 8, BigInt(sizes.riffSize), true);
  view.setBigUint64(offset + 16, BigInt(sizes.dataSize), true);
  view.setBigUint64(offset + 24, BigInt(sizes.sampleCount), true);
  view.setUint32(offset + 32, 0, true);
}

/** A size past 2^53 bytes is no size of a file; rounding it changes nothing about that. */
function readUint64(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true));
}
