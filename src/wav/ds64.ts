import type { ByteWindow } from "./byte-window.ts";
import { characterBytes, readFourCharacters } from "./chunk.ts";
import type { Warn } from "./warning.ts";

/** The 64-bit sizes of an RF64 or BW64 file (EBU Tech 3306, section 3.2; ITU-R BS.2088-1, section 4). */
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

/** Bytes of the three sizes that a ds64 body begins with. */
export const DS64_SIZES_BYTES = 24;

/** Bytes of a ds64 body with an empty table: behind the sizes stands the number of its entries. */
export const DS64_BYTES = 28;

/** Bytes of an entry of the table: an identifier and a size. */
export const DS64_ENTRY_BYTES = 12;

/** The table has an entry per chunk of 4 GiB and more; nobody has this many, whatever a file claims. */
const MAX_BYTES = DS64_BYTES + 1024 * DS64_ENTRY_BYTES;

/** Stands in a 32-bit size field for "see ds64", and in streams for "not known". */
export const SIZE_IN_DS64 = 0xffff_ffff;

/** The ds64 chunk whose header begins at `offset`; `undefined` where there is none, or one too short for its sizes. */
export async function readDs64Chunk(
  window: ByteWindow,
  offset: number,
  warn: Warn,
): Promise<Ds64 | undefined> {
  const header = await window.read(offset, 8);
  if (header.length < 8 || readFourCharacters(header, 0) !== "ds64") return undefined;
  const size = new DataView(header.buffer, header.byteOffset).getUint32(4, true);
  return readDs64(await window.read(offset + 8, Math.min(size, MAX_BYTES)), offset + 8, warn);
}

/** Says that a file which must begin with a ds64 chunk does not. */
export function warnOfMissingDs64(name: string, actual: string, offset: number, warn: Warn): void {
  const message = `expected a ds64 chunk at offset ${offset} of an ${name} file; sizes are taken from what is there`;
  warn({ code: "wav/no-ds64", message, offset, actual, expected: "ds64" });
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
function readDs64(body: Uint8Array, offset: number, warn: Warn): Ds64 | undefined {
  if (body.length < DS64_SIZES_BYTES) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const declared = body.length >= DS64_BYTES ? view.getUint32(DS64_SIZES_BYTES, true) : 0;
  const there = Math.max(0, Math.floor((body.length - DS64_BYTES) / DS64_ENTRY_BYTES));
  const entries = Math.min(declared, there);
  if (entries < declared) {
    const at = offset + DS64_SIZES_BYTES;
    const message = `entries of the ds64 table at offset ${at}: expected at most ${there}, got ${declared}`;
    warn({ code: "wav/ds64-table", message, offset: at, actual: declared, expected: there });
  }
  const table = [];
  for (let index = 0; index < entries; index++) {
    const entry = DS64_BYTES + index * DS64_ENTRY_BYTES;
    table.push({ id: readFourCharacters(body, entry), size: readUint64(view, entry + 4) });
  }
  return {
    riffSize: readUint64(view, 0),
    dataSize: readUint64(view, 8),
    sampleCount: readUint64(view, 16),
    table,
  };
}

/** A ds64 body. */
export function ds64Body({ riffSize, dataSize, sampleCount, table }: Ds64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DS64_BYTES + table.length * DS64_ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  [riffSize, dataSize, sampleCount].forEach((value, index) => {
    view.setBigUint64(index * 8, BigInt(value), true);
  });
  view.setUint32(DS64_SIZES_BYTES, table.length, true);
  table.forEach(({ id, size }, index) => {
    const offset = DS64_BYTES + index * DS64_ENTRY_BYTES;
    bytes.set(characterBytes(id), offset);
    view.setBigUint64(offset + 4, BigInt(size), true);
  });
  return bytes;
}

/** A size past 2^53 bytes is no size of a file; rounding it changes nothing about that. */
function readUint64(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true));
}
