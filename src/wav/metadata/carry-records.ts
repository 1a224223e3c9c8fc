/** Where records of equal length lie in a body, in bytes. */
export interface Records {
  readonly from: number;
  /** How many there should be; fewer are taken when the body ends before. */
  readonly count: number;
  /** Bytes of one. */
  readonly size: number;
}

/**
 * Moves up those records that stay, and returns the bytes where they now end and where all of them ended.
 *
 * @param move changes the record at that byte to what it becomes, and says whether it stays
 */
export function carryRecords(
  body: Uint8Array,
  { from, count, size }: Records,
  move: (at: number) => boolean,
): { readonly end: number; readonly oldEnd: number } {
  const oldEnd = from + Math.min(count, Math.floor((body.length - from) / size)) * size;
  let end = from;
  for (let at = from; at < oldEnd; at += size) {
    if (!move(at)) continue;
    body.copyWithin(end, at, at + size);
    end += size;
  }
  return { end, oldEnd };
}
