/** Numbers that sizes and counts go wrong at. */
const NUMBERS = [
  0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** Most changes of one input at once. */
const MOST_CHANGES = 5;

/** An input like one of the corpus, changed in a few places. */
export function mutationOf(
  corpus: readonly Uint8Array[],
  words: readonly string[],
  longestInput: number,
): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(oneOf(corpus) ?? []);
  for (let changes = 1 + below(MOST_CHANGES); changes > 0; changes--) {
    bytes = changed(bytes, oneOf(corpus) ?? bytes, words).slice(0, longestInput);
  }
  return bytes;
}

function changed(
  bytes: Uint8Array<ArrayBuffer>,
  other: Uint8Array,
  words: readonly string[],
): Uint8Array<ArrayBuffer> {
  const at = below(bytes.length + 1);
  const length = 1 + below(Math.min(64, bytes.length - at + 1));
  switch (below(7)) {
    case 0:
      return written(bytes, at, Uint8Array.of(below(256)));
    case 1:
      return written(bytes, at, Uint8Array.of((bytes[at] ?? 0) ^ (1 << below(8))));
    case 2:
      return written(bytes, at, numberBytes());
    case 3:
      return written(bytes, at, new TextEncoder().encode(oneOf(words)));
    case 4:
      return spliced(bytes, at, length, new Uint8Array());
    case 5:
      return spliced(bytes, at, 0, bytes.subarray(at, at + length));
    default: {
      const from = below(other.length + 1);
      return spliced(bytes, at, below(2) * length, other.subarray(from, from + 1 + below(64)));
    }
  }
}

/** A number of 2, 4 or 8 bytes, in either byte order. */
function numberBytes(): Uint8Array {
  const number = below(2) === 0 ? (oneOf(NUMBERS) ?? 0) : below(2 ** 32);
  const size = 2 ** (1 + below(3));
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(number), true);
  const bytes = new Uint8Array(view.buffer, 0, size);
  return below(4) === 0 ? bytes.reverse() : bytes;
}

function written(bytes: Uint8Array, at: number, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  return spliced(bytes, at, piece.length, piece);
}

function spliced(bytes: Uint8Array, at: number, removed: number, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...bytes.subarray(0, at), ...piece, ...bytes.subarray(at + removed)]);
}

function oneOf<Item>(items: readonly Item[]): Item | undefined {
  return items[below(items.length)];
}

function below(end: number): number {
  return Math.floor(Math.random() * end);
}
