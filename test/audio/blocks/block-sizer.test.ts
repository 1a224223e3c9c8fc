import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockSizer } from "../../../src/audio/blocks/block-sizer.ts";
import { blocks } from "../../../src/audio/blocks/blocks.ts";
import { readableBlocks } from "../../../src/audio/blocks/readable-blocks.ts";
import { anyCut, collected, streamOf } from "../../helpers/block-streams.ts";
import { failureCode } from "../../helpers/failure.ts";
import { samplePlanes, sampleSource } from "../../helpers/wav-samples.ts";

describe("blockSizer", () => {
  it("gives of blocks of any size what blocks gives of the recording", async () => {
    await fc.assert(
      fc.asyncProperty(anyCut, fc.integer({ min: 1, max: 120 }), fc.nat(100), async (cut, size, from) => {
        const source = sampleSource(2, 100);
        const recut = readableBlocks(source, { size, from }).pipeThrough(blockSizer(cut));
        expect(await collected(recut)).toEqual(await collected(blocks(source, { ...cut, from })));
      }),
    );
  });

  it("gives blocks that can be changed without changing the next", async () => {
    const recut = readableBlocks(sampleSource(1, 100), { size: 100 }).pipeThrough(
      blockSizer({ size: 20, overlap: 15 }),
    );
    for await (const { frame, planes } of recut) {
      expect(planes).toEqual(samplePlanes(1, 20, frame));
      planes[0]!.fill(9);
    }
  });

  it("refuses blocks that leave a gap, and another number of channels", async () => {
    const first = { frame: 0, planes: samplePlanes(1, 10) };
    const failing = (frame: number, channels: number) =>
      failureCode(
        collected(
          streamOf([first, { frame, planes: samplePlanes(channels, 5) }]).pipeThrough(
            blockSizer({ size: 4 }),
          ),
        ),
      );
    expect(await failing(11, 1)).toBe("audio/bad-block");
    expect(await failing(10, 2)).toBe("audio/bad-planes");
  });

  it("refuses a cut that is none", () => {
    expect(() => blockSizer({ size: 4, overlap: 4 })).toThrow("options.overlap");
  });
});
