/** Chunks and files put together by hand, with nothing of the code that is tested: sizes may lie here. */

import { joined } from "./pattern.ts";

export { joined };

/** Text as bytes, one per character. */
export function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A 32-bit number, little-endian. */
export function u32(value: number): Uint8Array<ArrayBuffer> {
  return numbers(4, (view) => view.setUint32(0, value, true));
}

/** A 64-bit number, little-endian. */
export function u64(value: number | bigint): Uint8Array<ArrayBuffer> {
  return numbers(8, (view) => view.setBigUint64(0, BigInt(value), true));
}

/** How a chunk deviates from what it should be. */
export interface ChunkLies {
  /** What its size field says instead of the truth. */
  readonly size?: number;
  /** What follows a body of odd size instead of one zero; nothing at all with `[]`. */
  readonly padding?: readonly number[];
}

/** A chunk with its header and its padding. */
export function chunk(id: string, body: Uint8Array, lies: ChunkLies = {}): Uint8Array<ArrayBuffer> {
  const padding = body.length % 2 === 1 ? (lies.padding ?? [0]) : [];
  return joined(ascii(id), u32(lies.size ?? body.length), body, Uint8Array.from(padding));
}

/** A file of these chunks. `size` is what its size field says instead of the truth. */
export function wavBytes(
  chunks: readonly Uint8Array[],
  lies: { readonly size?: number; readonly magic?: string } = {},
): Uint8Array<ArrayBuffer> {
  const body = joined(...chunks);
  return joined(ascii(lies.magic ?? "RIFF"), u32(lies.size ?? body.length + 4), ascii("WAVE"), body);
}

/** The chunk that opens an RF64 file (EBU Tech 3306, section 3.2). */
export function ds64(
  riffSize: number | bigint,
  dataSize: number | bigint,
  table: ReadonlyArray<readonly [id: string, size: number]> = [],
  sampleCount = 0,
): Uint8Array<ArrayBuffer> {
  const entries = table.map(([id, size]) => joined(ascii(id), u64(size)));
  const sizes = joined(u64(riffSize), u64(dataSize), u64(sampleCount), u32(table.length));
  return chunk("ds64", joined(sizes, ...entries));
}

/** The fields of a `fmt ` body; what is left out is that of 16-bit PCM, mono, 8 kHz. */
export interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits?: number;
  readonly blockAlign?: number;
}

/** A `fmt ` body of 16 bytes. A block align that is left out is that of linear samples. */
export function formatBody(fields: FormatFields = {}, littleEndian = true): Uint8Array<ArrayBuffer> {
  const { tag = 1, channels = 1, sampleRate = 8000, bits = 16 } = fields;
  const blockAlign = fields.blockAlign ?? channels * Math.ceil(bits / 8);
  return numbers(16, (view) => {
    view.setUint16(0, tag, littleEndian);
    view.setUint16(2, channels, littleEndian);
    view.setUint32(4, sampleRate, littleEndian);
    view.setUint32(8, sampleRate * blockAlign, littleEndian);
    view.setUint16(12, blockAlign, littleEndian);
    view.setUint16(14, bits, littleEndian);
  });
}

/** KSDATAFORMAT_SUBTYPE_PCM as bytes. */
export const PCM_GUID: Uint8Array<ArrayBuffer> = guid("0100000000001000800000aa00389b71");
/** KSDATAFORMAT_SUBTYPE_IEEE_FLOAT as bytes. */
export const FLOAT_GUID: Uint8Array<ArrayBuffer> = guid("0300000000001000800000aa00389b71");
/** SUBTYPE_AMBISONIC_B_FORMAT_PCM as bytes. */
export const AMBISONIC_GUID: Uint8Array<ArrayBuffer> = guid("010000002107d3118644c8c1ca000000");

export function guid(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

/** A `fmt ` body of WAVE_FORMAT_EXTENSIBLE, 40 bytes. */
export function extensibleBody(
  fields: Omit<FormatFields, "tag"> & {
    readonly validBits?: number;
    readonly mask?: number;
    readonly subtype?: Uint8Array;
  } = {},
  littleEndian = true,
): Uint8Array<ArrayBuffer> {
  const { bits = 16, validBits = bits, mask = 0, subtype = PCM_GUID } = fields;
  const extension = numbers(8, (view) => {
    view.setUint16(0, 22, littleEndian);
    view.setUint16(2, validBits, littleEndian);
    view.setUint32(4, mask, littleEndian);
  });
  return joined(formatBody({ ...fields, tag: 0xfffe }, littleEndian), extension, subtype);
}

/** A plain file: `fmt ` and `data`. */
export function plainWav(audio: Uint8Array, fields: FormatFields = {}): Uint8Array<ArrayBuffer> {
  return wavBytes([chunk("fmt ", formatBody(fields)), chunk("data", audio)]);
}

function numbers(length: number, fill: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}
