/** What a server serves. A test may change it in mid-way, as a real file may change. */
export interface ServedEntity {
  size: number;
  /** Fills `into` with the bytes from `offset`, so that an entity of any size can be served without holding it. */
  fill(offset: number, into: Uint8Array): void;
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** An entity whose byte at any offset follows from the offset alone, with a period that no block size divides. */
export function virtualEntity(size: number): ServedEntity {
  return { size, fill: fillVirtual, etag: '"one"' };
}

/** The bytes of a virtual entity. */
export function virtualBytes(offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  fillVirtual(offset, bytes);
  return bytes;
}

function fillVirtual(offset: number, into: Uint8Array): void {
  for (let index = 0; index < into.length; index++) into[index] = ((offset + index) % 65_521) % 251;
}
