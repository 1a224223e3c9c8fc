import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processStream } from "../../../src/audio/blocks/process-stream.ts";
import { readableBlocks } from "../../../src/audio/blocks/readable-blocks.ts";
import { collected, joined, lateDouble, streamOf } from "../../helpers/block-streams.ts";
import { failure, rejection } from "../../helpers/failure.ts";
import { samplePlanes, sampleSource } from "../../helpers/wav-samples.ts";

describe("processStream", () => {
  it("gives the processed audio in its place, whatever the latency and the blocks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.nat(100),
        fc.nat(50),
        async (size, latency, from) => {
          const through = readableBlocks(sampleSource(2, 60), { size, from }).pipeThrough(
            processStream(lateDouble(latency, 2)),
          );
          const given = await collected(through);
          let next = from;
          for (const { frame, planes } of given) {
            expect(frame).toBe(next);
            next += planes[0]!.length;
          }
          expect(next).toBe(60);
          expect(joined(given)).toEqual(
            samplePlanes(2, 60 - from, from).map((plane) => [...plane].map((sample) => sample * 2)),
          );
        },
      ),
    );
  });

  it("makes up for a latency of more frames than are flushed at once", async () => {
    const given = await collected(
      streamOf([{ frame: 7, planes: samplePlanes(1, 3) }]).pipeThrough(
        processStream({ latency: 200_000, process: () => {}, reset: () => {} }),
      ),
    );
    expect(given).toEqual([{ frame: 7, planes: [new Float32Array(3)] }]);
  });

  it("gives nothing for nothing, and leaves what goes in as it is", async () => {
    expect(await collected(streamOf([]).pipeThrough(processStream(lateDouble(5, 1))))).toEqual([]);
    const block = { frame: 0, planes: samplePlanes(1, 10) };
    await collected(streamOf([block]).pipeThrough(processStream(lateDouble(0, 1))));
    expect(block.planes).toEqual(samplePlanes(1, 10));
  });

  it("refuses blocks that overlap or leave a gap", async () => {
    const overlapping = readableBlocks(sampleSource(1, 100), { size: 10, overlap: 2 });
    const error = await failure(collected(overlapping.pipeThrough(processStream(lateDouble(0, 1)))));
    expect(error.code).toBe("audio/bad-block");
    expect(error.message).toBe(
      "expected a block that begins at frame 10, where the last one ended, got one at frame 8",
    );
  });

  it("fails as the processor fails, and stops what comes before it", async () => {
    let reason: unknown;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue({ frame: 0, planes: samplePlanes(1, 10) }),
      cancel: (why) => {
        reason = why;
      },
    });
    const broken = {
      ...lateDouble(0, 1),
      process: () => {
        throw "broken";
      },
    };
    expect(await rejection(collected(endless.pipeThrough(processStream(broken))))).toBe("broken");
    expect(reason).toBe("broken");
  });
});
