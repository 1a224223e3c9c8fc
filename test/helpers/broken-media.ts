/** The first part of a file, 0 to 1. */
export function truncated(bytes: Uint8Array, part: number): Uint8Array {
  return bytes.slice(0, Math.floor(bytes.length * part));
}

/** A file whose middle third has other bytes, three in ten, the same on every run. */
export function corrupted(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  let state = 12_345;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >> 8;
  };
  for (let at = Math.floor(bytes.length / 3); at < (2 * bytes.length) / 3; at++) {
    if (next() % 10 < 3) changed[at] = next() & 255;
  }
  return changed;
}

/** Bytes that are nothing, the same on every run. */
export function garbage(length: number): Uint8Array {
  return corrupted(corrupted(new Uint8Array(3 * length))).slice(length, 2 * length);
}
