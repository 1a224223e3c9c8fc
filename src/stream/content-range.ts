/** The range that a 206 carries, as its `Content-Range` states it. */
export interface ContentRange {
  /** First byte, from the start of the whole. */
  readonly first: number;
  /** Last byte, inclusive. */
  readonly last: number;
  /** Size of the whole in bytes; undefined where the server says `*`, unknown. */
  readonly total: number | undefined;
}

/**
 * Reads `bytes 0-499/1234` or `bytes 0-499/*` (RFC 9110 §14.4).
 *
 * @returns undefined for anything else, and for ranges that end before they start or lie outside the whole
 */
export function parseContentRange(text: string): ContentRange | undefined {
  // The name of the unit is case-insensitive (RFC 9110 §14.1).
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(text.trim()) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const range = {
    first: Number(first),
    last: Number(last),
    total: total === "*" ? undefined : Number(total),
  };
  const limit = range.total ?? Number.MAX_SAFE_INTEGER;
  return range.first <= range.last && range.last < limit && Number.isSafeInteger(limit) ? range : undefined;
}

/** The size of the whole that a 416 states with `bytes *\/1234` (RFC 9110 §15.5.17); undefined for anything else. */
export function parseUnsatisfiedRange(text: string): number | undefined {
  const [, total] = /^bytes \*\/(\d+)$/i.exec(text.trim()) ?? [];
  return total === undefined ? undefined : Number(total);
}
