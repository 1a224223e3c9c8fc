import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkGrid } from "../../../src/audio/chunked/chunk-grid.ts";

describe("a grid of chunks", () => {
  it("covers each frame once, in chunks that overlap their neighbours only", () => {
    const lengths = fc.record({
      frames: fc.nat(5000),
      overlap: fc.nat(20),
      more: fc.integer({ min: 1, max: 50 }),
      rest: fc.nat(300),
    });
    fc.assert(
      fc.property(lengths, ({ frames, overlap, more, rest }) => {
        const first = overlap + more;
        const full = first + rest;
        const { count, place, indexAt } = chunkGrid(frames, first, full, overlap);
        let end = 0;
        for (let index = 0; index < count; index++) {
          const chunk = place(index);
          expect(chunk.start).toBe(end);
          expect(chunk.end).toBeGreaterThan(chunk.start);
          expect(chunk.end - chunk.start).toBeLessThanOrEqual(full);
          expect(chunk.tailEnd).toBe(Math.min(frames, chunk.end + overlap));
          expect([chunk.start, chunk.end - 1].map(indexAt)).toEqual([index, index]);
          end = chunk.end;
        }
        expect(end).toBe(frames);
      }),
    );
  });

  it("begins with a small chunk and doubles", () => {
    const { place } = chunkGrid(10_000, 100, 700, 10);
    expect([0, 1, 2, 3, 4].map((index) => place(index).start)).toEqual([0, 100, 300, 700, 1400]);
  });

  it("holds 24 hours at 192 kHz", () => {
    const frames = 24 * 3600 * 192_000;
    const { count, place } = chunkGrid(frames, 192_000, 30 * 192_000, 192_000);
    expect(place(count - 1).end).toBe(frames);
  });
});
