import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { concatSources } from "../../src/stream/concat.ts";
import { LongwaveError } from "../../src/stream/error.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { sliceSource } from "../../src/stream/slice.ts";
import { streamRange } from "../../src/stream/stream-range.ts";
import { failure, failureCode, rejection } from "../helpers/failure.ts";
import { bytesAt, gathered, joined, pattern } from "../helpers/pattern.ts";
import { withStream } from "../helpers/streaming-source.ts";

/** A source, however it is made, and the plain bytes that it has to give. */
interface Pair {
  readonly source: ByteSource;
  readonly plain: Uint8Array;
}

/** Two offsets in order, as parts of the whole. */
const partRange = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([one, other]): [number, number] => (one <= other ? [one, other] : [other, one]));

const leaf: fc.Arbitrary<Pair> = fc
  .record({ length: fc.nat(60), seed: fc.nat(255), pieceSize: fc.option(fc.integer({ min: 1, max: 20 })) })
  .map(({ length, seed, pieceSize }) => {
    const plain = pattern(length, seed);
    const source = memorySource(plain);
    return { plain, source: pieceSize === null ? source : withStream(source, pieceSize) };
  });

function slicesOf(pair: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  return fc.tuple(pair, partRange).map(([{ source, plain }, range]) => {
    const [from, to] = range.map((part) => Math.round(part * plain.length)) as [number, number];
    return { source: sliceSource(source, from, to), plain: plain.subarray(from, to) };
  });
}

function concatsOf(pair: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  return fc.array(pair, { maxLength: 5 }).map((pairs) => ({
    source: concatSources(pairs.map(({ source }) => source)),
    plain: joined(...pairs.map(({ plain }) => plain)),
  }));
}

const oneLevel = fc.oneof(leaf, slicesOf(leaf), concatsOf(leaf));
const twoLevels = fc.oneof(slicesOf(oneLevel), concatsOf(oneLevel));
const threeLevels = fc.oneof(slicesOf(twoLevels), concatsOf(twoLevels));

describe("any composition of slices and concatenations, three levels deep,", () => {
  it("gives for any sequence of reads what the plain bytes give", async () => {
    const reads = fc.array(fc.tuple(fc.nat(400), fc.nat(200)), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(threeLevels, reads, async ({ source, plain }, ranges) => {
        expect(source.size).toBe(plain.length);
        for (const [offset, length] of ranges) {
          expect(await bytesAt(source, offset, length)).toEqual(plain.slice(offset, offset + length));
        }
      }),
      { numRuns: 400 },
    );
  });

  it("gives for any range of a stream what the plain bytes give", async () => {
    await fc.assert(
      fc.asyncProperty(threeLevels, partRange, async ({ source, plain }, range) => {
        const [from, to] = range.map((part) => Math.round(part * plain.length)) as [number, number];
        expect(await gathered(streamRange(source, from, to))).toEqual(plain.slice(from, to));
      }),
      { numRuns: 400 },
    );
  });
});

describe("a slice", () => {
  it("of a slice is the slice", async () => {
    await fc.assert(
      fc.asyncProperty(leaf, partRange, partRange, async ({ source, plain }, outer, inner) => {
        const [from, to] = outer.map((part) => Math.round(part * plain.length)) as [number, number];
        const [start, end] = inner.map((part) => Math.round(part * (to - from))) as [number, number];
        const twice = sliceSource(sliceSource(source, from, to), start, end);
        const once = sliceSource(source, from + start, from + end);
        expect(twice.size).toBe(once.size);
        expect(await bytesAt(twice, 0, 100)).toEqual(await bytesAt(once, 0, 100));
      }),
    );
  });

  it("never gives a byte from behind its end, also when the source has it", async () => {
    const into = new Uint8Array(20).fill(255);
    expect(await sliceSource(memorySource(pattern(100)), 10, 15).read(2, into)).toBe(3);
    expect(into.subarray(3)).toEqual(new Uint8Array(17).fill(255));
  });

  it("goes to the end unless told otherwise, and keeps the name", () => {
    expect(sliceSource(memorySource(pattern(100), "a"), 30)).toMatchObject({ size: 70, name: "a" });
  });

  it("works past 2^32", async () => {
    const asked: number[] = [];
    const huge: ByteSource = {
      size: 2 ** 40,
      read: async (offset, into) => {
        asked.push(offset);
        return into.length;
      },
    };
    await sliceSource(sliceSource(huge, 2 ** 33), 2 ** 32, 2 ** 34).read(2 ** 33 + 1, new Uint8Array(4));
    expect(asked).toEqual([2 ** 33 + 2 ** 32 + 2 ** 33 + 1]);
  });

  it.each([
    [-1, 5],
    [6, 5],
    [0, 11],
    [11, 11],
    [0.5, 5],
    [0, Number.NaN],
  ])("from %d to %d of 10 bytes is refused", (from, to) => {
    const error = thrown(() => sliceSource(memorySource(pattern(10)), from, to));
    expect(error.code).toBe("stream/bad-range");
    expect(error.message).toBe(`expected 0 <= from <= to <= 10, got from ${from} to ${to}`);
  });

  it("refuses a negative offset, though the source has bytes there", async () => {
    expect(await failureCode(bytesAt(sliceSource(memorySource(pattern(10)), 5), -1, 2))).toBe(
      "stream/bad-range",
    );
  });

  it("refuses to stream more than it has, though the source has more", async () => {
    const slice = sliceSource(withStream(memorySource(pattern(100)), 7), 10, 20);
    expect(thrown(() => slice.stream?.(0, 11)).code).toBe("stream/bad-range");
  });

  it("has no stream of its own where the source has none", () => {
    expect(sliceSource(memorySource(pattern(10)), 5)).not.toHaveProperty("stream");
  });
});

describe("a concatenation", () => {
  it("of slices that tile a source is the source", async () => {
    const cuts = fc.array(fc.nat(60), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(leaf, cuts, async ({ source, plain }, marks) => {
        const inside = marks.filter((mark) => mark <= plain.length).sort((one, other) => one - other);
        const edges = [0, ...inside, plain.length];
        const tiles = edges.slice(1).map((to, index) => sliceSource(source, edges[index] ?? 0, to));
        expect(await bytesAt(concatSources(tiles), 0, 100)).toEqual(plain);
        expect(await gathered(streamRange(concatSources(tiles)))).toEqual(plain);
      }),
    );
  });

  it("of nothing is empty", async () => {
    const nothing = concatSources([]);
    expect(nothing.size).toBe(0);
    expect(await bytesAt(nothing, 0, 10)).toEqual(new Uint8Array());
    expect(await bytesAt(nothing, 5, 10)).toEqual(new Uint8Array());
    expect(await gathered(streamRange(nothing))).toEqual(new Uint8Array());
  });

  it("of 100,000 parts finds a byte without looking at all of them", async () => {
    let reads = 0;
    const part: ByteSource = {
      size: 1,
      read: async () => {
        reads++;
        return 1;
      },
    };
    await concatSources(Array(100_000).fill(part)).read(77_777, new Uint8Array(3));
    expect(reads).toBe(3);
  });

  it("fails when a part ends early, and shifts nothing", async () => {
    const short: ByteSource = { size: 10, name: "part two", read: async () => 4 };
    const parts = concatSources([memorySource(pattern(5)), short, memorySource(pattern(5))]);
    const error = await failure(bytesAt(parts, 0, 20));
    expect(error.code).toBe("stream/unexpected-end");
    expect(error.message).toBe(
      "part two ended early: wanted 10 bytes at offset 0, got 4 (its size was 10 bytes when it was opened)",
    );
  });

  it("fails when a part's stream ends early, and shifts nothing", async () => {
    const short: ByteSource = {
      size: 10,
      name: "part two",
      read: async () => 10,
      async *stream() {
        yield new Uint8Array(4);
      },
    };
    const parts = concatSources([memorySource(pattern(5)), short, memorySource(pattern(5))]);
    expect(await failureCode(gathered(streamRange(parts)))).toBe("stream/unexpected-end");
  });

  it.each([-1, 0.5, Number.NaN])("refuses the offset %d", async (offset) => {
    const parts = concatSources([memorySource(pattern(5)), memorySource(pattern(5))]);
    expect(await failureCode(bytesAt(parts, offset, 4))).toBe("stream/bad-range");
    expect(await failureCode(bytesAt(concatSources([]), offset, 4))).toBe("stream/bad-range");
  });

  it("hands the signal to its parts", async () => {
    const reason = new Error("no more");
    const parts = concatSources([sliceSource(memorySource(pattern(5)), 1)]);
    expect(await rejection(parts.read(0, new Uint8Array(4), AbortSignal.abort(reason)))).toBe(reason);
  });

  it("closes none of its parts", () => {
    expect(concatSources([memorySource(pattern(5))])).not.toHaveProperty("close");
  });
});

function thrown(work: () => unknown): LongwaveError {
  try {
    work();
  } catch (error) {
    if (error instanceof LongwaveError) return error;
  }
  return expect.fail("expected a LongwaveError");
}
