/** Numbers from 0 to below `end`, the same ones for the same bytes, so that an input alone says what is done with it. */
export function diceOf(bytes: Uint8Array): (end: number) => number {
  // FNV-1a (Fowler, Noll, Vo), 32 bits.
  let state = 0x811c9dc5;
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
  return (end) => {
    // Numerical Recipes' linear congruential generator; its high bits are the good ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}
