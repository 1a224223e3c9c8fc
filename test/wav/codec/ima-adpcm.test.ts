import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { framesIn } from "../../../src/wav/codec/block-size.ts";
import { imaDecoder } from "../../../src/wav/codec/ima-adpcm.ts";
import { emptyPlanes, imaBlocks } from "./blocks.ts";

describe("IMA ADPCM", () => {
  it("has the first sample in the header, and goes on by steps", () => {
    // Sample 1000 and step index 10, then the codes 7, 0 and 15.
    const block = Uint8Array.of(0xe8, 0x03, 10, 0, 0x07, 0x0f, 0, 0);
    const [plane] = emptyPlanes(1, 4);
    imaDecoder({ channels: 1 }).decode(block, [plane!], 0, 0, 4);
    // Code 7 adds 19/8 + 19 + 19/2 + 19/4, each cut off, and raises the index by 8; code 0 adds 41/8 and lowers it by
    // 1; code 15 takes 37/8 + 37 + 37/2 + 37/4 away.
    const expected = [1000, 1000 + 34, 1034 + 5, 1039 - 68].map((value) => value / 0x8000);
    expect([...plane!]).toEqual(expected);
  });

  it("decodes any window of a block as it decodes the whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(48), fc.nat(48), (channels, one, other) => {
        const { bytes } = imaBlocks(channels, 6, 1);
        const whole = emptyPlanes(channels, 49);
        imaDecoder({ channels }).decode(bytes, whole, 0, 0, 49);
        const skip = Math.min(one, other);
        const count = Math.max(one, other) - skip;
        const window = emptyPlanes(channels, count + 4);
        imaDecoder({ channels }).decode(bytes, window, 2, skip, count);
        window.forEach((plane, channel) => {
          expect([...plane]).toEqual([99, 99, ...whole[channel]!.subarray(skip, skip + count), 99, 99]);
        });
      }),
    );
  });

  it("gives what a block that was cut off holds, and reads nothing behind it", () => {
    const { bytes } = imaBlocks(2, 6, 1);
    const whole = emptyPlanes(2, 49);
    imaDecoder({ channels: 2 }).decode(bytes, whole, 0, 0, 49);
    for (let length = 0; length <= bytes.length; length++) {
      const frames = framesIn(length, "ima-adpcm", 2);
      const planes = emptyPlanes(2, 49);
      imaDecoder({ channels: 2 }).decode(bytes.subarray(0, length), planes, 0, 0, 49);
      planes.forEach((plane, channel) => {
        expect(plane.subarray(0, frames)).toEqual(whole[channel]!.subarray(0, frames));
        expect([...plane.subarray(frames)]).toEqual(new Array(49 - frames).fill(99));
      });
    }
  });

  it("takes a step index that there is not for the last one", () => {
    const decoded = [88, 89, 255].map((index) => {
      const [plane] = emptyPlanes(1, 9);
      imaDecoder({ channels: 1 }).decode(Uint8Array.of(0, 0, index, 0, 1, 2, 3, 4), [plane!], 0, 0, 9);
      return plane;
    });
    expect(decoded[1]).toEqual(decoded[0]);
    expect(decoded[2]).toEqual(decoded[0]);
  });
});
