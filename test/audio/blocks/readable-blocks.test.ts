import { describe, expect, it } from "vitest";
import { blockSizer } from "../../../src/audio/blocks/block-sizer.ts";
import { blocks } from "../../../src/audio/blocks/blocks.ts";
import { processStream } from "../../../src/audio/blocks/process-stream.ts";
import { readableBlocks } from "../../../src/audio/blocks/readable-blocks.ts";
import { collected, countedReads, lateDouble } from "../../helpers/block-streams.ts";
import { failureCode, rejection } from "../../helpers/failure.ts";
import { settled } from "../../helpers/settled.ts";
import { sampleSource } from "../../helpers/wav-samples.ts";

describe("readableBlocks", () => {
  it("gives what blocks gives", async () => {
    const cut = { size: 30, overlap: 7, from: 3, to: 95 };
    expect(await collected(readableBlocks(sampleSource(2, 100), cut))).toEqual(
      await collected(blocks(sampleSource(2, 100), cut)),
    );
    expect(await collected(readableBlocks(sampleSource(2, 0), { size: 30 }))).toEqual([]);
  });

  it.each([0, 1, 3])("reads %i blocks ahead of a reader, and no more", async (ahead) => {
    const source = countedReads(sampleSource(1, 1000));
    const reader = readableBlocks(source, { size: 10, ahead }).getReader();
    await settled();
    expect(source.reads).toBe(ahead);
    for (let taken = 1; taken <= 5; taken++) {
      await reader.read();
      await settled();
      expect(source.reads).toBe(taken + ahead);
    }
    await reader.cancel();
  });

  it("holds a block more for each stage behind it while nobody reads", async () => {
    const source = countedReads(sampleSource(1, 1000));
    const end = readableBlocks(source, { size: 10 })
      .pipeThrough(processStream(lateDouble(4, 1)))
      .pipeThrough(blockSizer({ size: 20 }));
    await settled();
    expect(source.reads).toBe(3);
    await end.cancel();
    await settled();
    expect(source.reads).toBe(3);
  });

  it("stops reading when it is cancelled, and tells a source that is reading", async () => {
    let told: AbortSignal | undefined;
    const stuck = {
      ...sampleSource(1, 100),
      read: (_start: number, _planes: Float32Array[], signal?: AbortSignal) => {
        told = signal;
        return new Promise<number>(() => {});
      },
    };
    const stream = readableBlocks(stuck, { size: 10 });
    await settled();
    await stream.cancel("enough");
    expect(told?.reason).toBe("enough");
  });

  it("fails as its source fails, after the blocks before that", async () => {
    const reader = readableBlocks({ ...sampleSource(1, 15), frames: 20 }, { size: 10 }).getReader();
    expect((await reader.read()).value?.frame).toBe(0);
    expect(await failureCode(reader.read())).toBe("audio/unexpected-end");
  });

  it("fails when the signal fires, even while nobody reads", async () => {
    const controller = new AbortController();
    const source = countedReads(sampleSource(1, 100));
    const reader = readableBlocks(source, { size: 10, signal: controller.signal }).getReader();
    await settled();
    controller.abort("enough");
    expect(await rejection(reader.closed)).toBe("enough");
    expect(await rejection(reader.read())).toBe("enough");
    expect(source.reads).toBe(1);
    const late = readableBlocks(source, { size: 10, signal: controller.signal });
    expect(await rejection(late.getReader().read())).toBe("enough");
    expect(source.reads).toBe(1);
  });

  it("refuses options at once", () => {
    expect(() => readableBlocks(sampleSource(1, 10), { size: 5, ahead: -1 })).toThrow("options.ahead");
    expect(() => readableBlocks(sampleSource(1, 10), { size: 0 })).toThrow("options.size");
    expect(() => readableBlocks(sampleSource(1, 10), { size: 5, to: 11 })).toThrow("got from 0 to 11");
  });
});
