import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocks } from "../../../src/audio/blocks/blocks.ts";
import { anyCut, collected, countedReads } from "../../helpers/block-streams.ts";
import { failureCode, rejection } from "../../helpers/failure.ts";
import { samplePlanes, sampleSource } from "../../helpers/wav-samples.ts";

describe("blocks", () => {
  it("cover a span, each with its overlap, the last as long as there is, with every frame read once", async () => {
    const anySpan = fc
      .tuple(fc.nat(100), fc.nat(100))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    await fc.assert(
      fc.asyncProperty(anyCut, anySpan, fc.boolean(), async ({ size, overlap }, { from, to }, reuse) => {
        const source = countedReads(sampleSource(2, 100));
        let next = from;
        let end = from;
        for await (const { frame, planes } of blocks(source, { size, overlap, from, to, reuse })) {
          const length = planes[0]!.length;
          expect(frame).toBe(next);
          expect(frame + length).toBeGreaterThan(end);
          expect(length).toBe(Math.min(size, to - frame));
          expect(planes).toEqual(samplePlanes(2, length, frame));
          next += size - overlap;
          end = frame + length;
          // What is done to a block does not reach the next one.
          for (const plane of planes) plane.fill(9);
        }
        expect(end).toBe(to);
        expect(source.asked).toBe(to - from);
      }),
    );
  });

  it("are memory of their own, or all the same where that is wanted", async () => {
    const memories = async (reuse: boolean) =>
      new Set(
        (await collected(blocks(sampleSource(1, 100), { size: 30, overlap: 5, reuse }))).map(
          ({ planes }) => planes[0]!.buffer,
        ),
      ).size;
    expect(await memories(false)).toBe(4);
    expect(await memories(true)).toBe(1);
  });

  it("are read when they are asked for, and not before", async () => {
    const source = countedReads(sampleSource(1, 100));
    const all = blocks(source, { size: 10 });
    expect(source.reads).toBe(0);
    await all.next();
    expect(source.reads).toBe(1);
    await all.return();
    expect(source.reads).toBe(1);
  });

  it("end with the signal, and where the source fails or ends early", async () => {
    const controller = new AbortController();
    const all = blocks(sampleSource(1, 100), { size: 10, signal: controller.signal });
    await all.next();
    controller.abort("enough");
    expect(await rejection(all.next())).toBe("enough");
    const short = { ...sampleSource(1, 95), frames: 100 };
    expect(await failureCode(collected(blocks(short, { size: 10 })))).toBe("audio/unexpected-end");
  });

  it.each([
    [{ size: 0 }, "options.size, when provided, must be an integer of at least 1, got 0"],
    [{ size: 4, overlap: 4 }, "options.overlap, when provided, must be less than the size of 4, got 4"],
    [{ size: 4, overlap: -1 }, "options.overlap, when provided, must be an integer of at least 0, got -1"],
    [{ size: 4, from: 3, to: 2 }, "expected frames with 0 <= from <= to <= 10, got from 3 to 2"],
    [{ size: 4, to: 11 }, "expected frames with 0 <= from <= to <= 10, got from 0 to 11"],
    [{ size: 4, from: 0.5 }, "expected frames with 0 <= from <= to <= 10, got from 0.5 to 10"],
  ])("refuse %j at once", (options, message) => {
    expect(() => blocks(sampleSource(1, 10), options)).toThrow(message);
  });
});
