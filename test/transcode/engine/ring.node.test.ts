import fc from "fast-check";
import { expect, test } from "vitest";
import { Ring } from "../../../src/transcode/engine/ring.ts";
import { joined, pattern, sameBytes } from "../../helpers/pattern.ts";
import { startThread } from "../support/bundled-thread.ts";
import type { ThreadTask } from "../support/ring-thread.ts";

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
const shape = fc.record({
  capacity: fc.integer({ min: 1, max: 257 }),
  total: fc.integer({ min: 0, max: 4000 }),
  written: sizes,
  taken: sizes,
});

async function readAll(ring: Ring, taken: readonly number[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let turn = 0; ; turn++) {
    await ring.whileEmpty();
    const piece = new Uint8Array(taken[turn % taken.length] ?? 1);
    const count = ring.take(piece);
    if (count === 0) return joined(...pieces);
    pieces.push(piece.subarray(0, count));
  }
}

test("what a thread writes comes out here in order, whatever the pieces and the capacity", async () => {
  const thread = await startThread("ring-thread");
  await fc.assert(
    fc.asyncProperty(shape, async ({ capacity, total, written, taken }) => {
      const ring = Ring.holding(capacity);
      const task: ThreadTask = { does: "write", ring: ring.shared, total, sizes: written };
      const [bytes, count] = await Promise.all([readAll(ring, taken), thread.ask(task)]);
      expect(count).toBe(total);
      expect(sameBytes(bytes, pattern(total))).toBe(true);
      expect(ring.isDrained).toBe(true);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("what is written here comes out in a thread in order, whatever the pieces and the capacity", async () => {
  const thread = await startThread("ring-thread");
  await fc.assert(
    fc.asyncProperty(shape, async ({ capacity, total, written, taken }) => {
      const ring = Ring.holding(capacity);
      const read = thread.ask({ does: "read", ring: ring.shared, sizes: taken } satisfies ThreadTask);
      const bytes = pattern(total);
      for (let done = 0, turn = 0; done < total; turn++) {
        await ring.whileFull();
        const size = written[turn % written.length] ?? 1;
        done += ring.put(bytes.subarray(done, Math.min(total, done + size)));
      }
      ring.end();
      expect(sameBytes((await read) as Uint8Array, bytes)).toBe(true);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test("no wake-up is lost in 20,000 hand-overs of a single byte", async () => {
  const thread = await startThread("ring-thread");
  const ring = Ring.holding(1);
  const total = 20_000;
  const written = thread.ask({ does: "write", ring: ring.shared, total, sizes: [1] } satisfies ThreadTask);
  const bytes = await readAll(ring, [1]);
  expect(await written).toBe(total);
  expect(sameBytes(bytes, pattern(total))).toBe(true);
});

test("giving up wakes a thread that sleeps because the ring is full, every time", async () => {
  const thread = await startThread("ring-thread");
  for (let round = 0; round < 200; round++) {
    const ring = Ring.holding(8);
    const written = thread.ask({
      does: "write",
      ring: ring.shared,
      total: 100,
      sizes: [3],
    } satisfies ThreadTask);
    // Every other time it sleeps already.
    if (round % 2 === 0)
      while (ring.filled < 8) await ring.whileEmpty().then(() => new Promise(setImmediate));
    ring.giveUp();
    expect(await written).toBe(ring.filled);
  }
});

test("the end wakes a thread that sleeps because the ring is empty, every time", async () => {
  const thread = await startThread("ring-thread");
  for (let round = 0; round < 200; round++) {
    const ring = Ring.holding(8);
    const read = thread.ask({ does: "read", ring: ring.shared, sizes: [3] } satisfies ThreadTask);
    if (round % 2 === 0) await new Promise(setImmediate);
    if (round % 4 < 2) ring.end();
    else ring.giveUp();
    expect(await read).toHaveLength(0);
  }
});

test("both who wait by a promise are woken when the other side ends or gives up", async () => {
  const ring = Ring.holding(2);
  const empty = ring.whileEmpty();
  ring.end();
  await empty;
  const full = Ring.holding(2);
  expect(full.put(pattern(5))).toBe(2);
  const room = full.whileFull();
  full.giveUp();
  await room;
  expect([ring.isGivenUp, full.isGivenUp]).toEqual([false, true]);
});

test("what was written before the end is there after it, and giving up stays", () => {
  const ring = Ring.holding(4);
  ring.put(pattern(3));
  ring.end();
  expect([ring.isDrained, ring.filled]).toEqual([false, 3]);
  ring.giveUp();
  ring.end();
  expect(ring.isGivenUp).toBe(true);
});
