/** Files of every container put together by hand, with nothing of the code that is tested. */

import { ascii, ds64, type FormatFields, formatBody, guid, joined, u64 } from "./wav-chunks.ts";

/** All containers. */
export const CONTAINER_NAMES = ["RIFF", "RIFX", "RF64", "BW64", "W64"] as const;

export type AnyContainer = (typeof CONTAINER_NAMES)[number];

/** What a chunk is to hold. */
export interface ChunkSpec {
  /** Four characters, or, in Wave64, 32 hexadecimal digits of a GUID in the order of its bytes. */
  readonly id: string;
  readonly body: Uint8Array;
  /** What each byte of padding is; 0 unless told otherwise. */
  readonly padding?: number;
}

/** GUIDs of Wave64 as bytes: {66666972-912E-11CF-A5D6-28DB04C10000} and {7473696C-912F-11CF-A5D6-28DB04C10000}. */
const RIFF_GUID = guid("726966662e91cf11a5d628db04c10000");
const LIST_GUID = guid("6c6973742f91cf11a5d628db04c10000");
/** What the letters of all others are followed by: {xxxxxxxx-ACF3-11D3-8CD1-00C04F8EDB8A}. */
const GUID_TAIL = guid("f3acd3118cd100c04f8edb8a");

/** The identifier of a chunk as Wave64 has it. */
export function wave64Guid(id: string): Uint8Array {
  if (id === "LIST") return LIST_GUID;
  return id.length === 4 ? joined(ascii(id), GUID_TAIL) : guid(id);
}

/** Whether numbers and samples of a container have their lowest byte first. */
export function isLittleEndian(container: AnyContainer): boolean {
  return container !== "RIFX";
}

/** A 32-bit number in the byte order of a container. */
export function u32In(container: AnyContainer, value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, isLittleEndian(container));
  return bytes;
}

/** A `fmt ` chunk in the byte order of a container. */
export function formatSpec(container: AnyContainer, fields: FormatFields = {}): ChunkSpec {
  return { id: "fmt ", body: formatBody(fields, isLittleEndian(container)) };
}

/** Samples of 16 bits in the byte order of a container. */
export function samplesIn(container: AnyContainer, samples: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, index) => {
    view.setInt16(index * 2, sample, isLittleEndian(container));
  });
  return bytes;
}

/** Where the first chunk begins, and where the next one begins that `chunks` do not list: with ds64 the second. */
export function firstOffset(container: AnyContainer): number {
  if (container === "W64") return 40;
  return container === "RF64" || container === "BW64" ? 12 + 36 : 12;
}

/** Bytes of a chunk's header, and what chunks are aligned to. */
export function layoutOf(container: AnyContainer): { readonly header: number; readonly alignment: number } {
  return container === "W64" ? { header: 24, alignment: 8 } : { header: 8, alignment: 2 };
}

/** A chunk with its header and its padding. `size` is what its size field says of the body instead of the truth. */
export function chunkIn(
  container: AnyContainer,
  { id, body, padding = 0 }: ChunkSpec,
  size?: number,
): Uint8Array {
  const { alignment } = layoutOf(container);
  const fill = new Uint8Array((alignment - (body.length % alignment)) % alignment).fill(padding);
  const says = size ?? body.length;
  return container === "W64"
    ? joined(wave64Guid(id), u64(says + 24), body, fill)
    : joined(ascii(id), u32In(container, says), body, fill);
}

/**
 * A file of these chunks whose sizes are right. In RF64 and BW64 a ds64 chunk stands before them, and has the size of the
 * audio.
 */
export function containerBytes(
  container: AnyContainer,
  specs: readonly ChunkSpec[],
  sampleCount = 0,
): Uint8Array<ArrayBuffer> {
  const has64 = container === "RF64" || container === "BW64";
  const sizeOf = ({ id }: ChunkSpec) => (has64 && id === "data" ? 0xffff_ffff : undefined);
  const body = joined(...specs.map((spec) => chunkIn(container, spec, sizeOf(spec))));
  if (container === "W64") {
    return joined(RIFF_GUID, u64(40 + body.length), wave64Guid("wave"), body);
  }
  const riffSize = 4 + (has64 ? 36 : 0) + body.length;
  const dataSize = specs.find(({ id }) => id === "data")?.body.length ?? 0;
  const sizes = has64 ? ds64(riffSize, dataSize, [], sampleCount) : new Uint8Array(0);
  return joined(
    ascii(container),
    u32In(container, has64 ? 0xffff_ffff : riffSize),
    ascii("WAVE"),
    sizes,
    body,
  );
}
