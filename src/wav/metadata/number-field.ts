import { badMetadata } from "./bad-metadata.ts";

/** The largest number of 16 bits. */
export const UINT16_MAX = 0xffff;
/** The largest number of 32 bits. */
export const UINT32_MAX = 0xffff_ffff;

/** A view of exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Gives a number back that has room in its field.
 *
 * @param field its name, for the message
 * @throws LongwaveError `wav/bad-metadata` unless it is an integer from `least` to `most`
 */
export function integerField(field: string, value: number, most: number, least = 0): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw badMetadata(
    `${field} must be an integer from ${least} to ${most} to have room in its field, got ${value}`,
    value,
    [least, most],
  );
}

/**
 * Writes numbers of 32 bits one behind the other.
 *
 * @param fields by name, in their order
 * @throws LongwaveError `wav/bad-metadata` for one that has no room in 32 bits
 */
export function writeUint32Fields(
  view: DataView,
  offset: number,
  fields: Readonly<Record<string, number>>,
  littleEndian: boolean,
): void {
  for (const [field, value] of Object.entries(fields)) {
    view.setUint32(offset, integerField(field, value, UINT32_MAX), littleEndian);
    offset += 4;
  }
}
