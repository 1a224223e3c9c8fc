import { describe, expect, it } from "vitest";
import { framesIn } from "../../../src/wav/codec/block-size.ts";
import { gsmDecoder } from "../../../src/wav/codec/gsm.ts";
import { emptyPlanes, gsmBlocks } from "./blocks.ts";

function block(index: number): Uint8Array {
  return gsmBlocks(index + 1).bytes.subarray(65 * index);
}

describe("GSM 06.10", () => {
  it("decodes any window of a block as it decodes the whole", () => {
    const [whole] = emptyPlanes(1, 320);
    gsmDecoder({ channels: 1 }).decode(block(0), [whole!], 0, 0, 320);
    for (const [skip, count] of [
      [0, 0],
      [0, 1],
      [159, 2],
      [160, 160],
      [7, 300],
      [320, 0],
    ] as const) {
      const [window] = emptyPlanes(1, count + 4);
      gsmDecoder({ channels: 1 }).decode(block(0), [window!], 2, skip, count);
      expect([...window!]).toEqual([99, 99, ...whole!.subarray(skip, skip + count), 99, 99]);
    }
  });

  it("goes on from the block before, even from one of which nothing was wanted", () => {
    const [both, second, alone] = [emptyPlanes(1, 640), emptyPlanes(1, 320), emptyPlanes(1, 320)];
    const first = gsmDecoder({ channels: 1 });
    first.decode(block(0), both, 0, 0, 320);
    first.decode(block(1), both, 320, 0, 320);
    const other = gsmDecoder({ channels: 1 });
    other.decode(block(0), second, 0, 0, 0);
    other.decode(block(1), second, 0, 0, 320);
    expect(second[0]).toEqual(both[0]!.subarray(320));
    gsmDecoder({ channels: 1 }).decode(block(1), alone, 0, 0, 320);
    expect(alone).not.toEqual(second);
  });

  it("has copies that go their own way", () => {
    const decoder = gsmDecoder({ channels: 1 });
    decoder.decode(block(0), emptyPlanes(1, 320), 0, 0, 320);
    const copy = decoder.copy();
    const [one, other] = [emptyPlanes(1, 320), emptyPlanes(1, 320)];
    decoder.decode(block(1), one, 0, 0, 320);
    copy.decode(block(1), other, 0, 0, 320);
    expect(other).toEqual(one);
  });

  it("gives the frames that a block that was cut off holds whole, and reads nothing behind it", () => {
    const [whole] = emptyPlanes(1, 320);
    gsmDecoder({ channels: 1 }).decode(block(0), [whole!], 0, 0, 320);
    for (const [length, frames] of [
      [0, 0],
      [32, 0],
      [33, 160],
      [64, 160],
      [65, 320],
    ] as const) {
      expect(framesIn(length, "gsm", 1)).toBe(frames);
      const [plane] = emptyPlanes(1, 320);
      gsmDecoder({ channels: 1 }).decode(block(0).subarray(0, length), [plane!], 0, 0, 320);
      expect(plane!.subarray(0, frames)).toEqual(whole!.subarray(0, frames));
      expect([...plane!.subarray(frames)]).toEqual(new Array(320 - frames).fill(99));
    }
  });

  it("refuses more than one channel", () => {
    expect(() => gsmDecoder({ channels: 2 })).toThrow("channels of GSM 6.10: expected 1, got 2");
  });
});
