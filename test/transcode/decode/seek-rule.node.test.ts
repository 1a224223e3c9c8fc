import { afterAll, describe, expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { PacketGrid } from "../../../src/transcode/decode/packet-grid.ts";
import { likelyPlace } from "../../../src/transcode/decode/seek-rule.ts";
import { Engine } from "../../../src/transcode/engine/engine.ts";
import { nodePlatform } from "../../../src/transcode/node/platform.ts";

const engine = new Engine(nodePlatform, 1);
afterAll(() => engine.close());

describe("what is likely to be reached", () => {
  test("is any frame, until packets were looked through, but for the first minute, which is decoded", () => {
    const source = memorySource(new Uint8Array(8), "a.mka");
    const grid = new PacketGrid({ engine, source, track: 0, sampleRate: 1000 });
    expect([59_999, 60_000, 5_000_000].map((frame) => likelyPlace(grid, frame))).toEqual([
      0, 60_000, 5_000_000,
    ]);
    expect([likelyPlace("by-time", 700), likelyPlace("never", 700)]).toEqual([700, 0]);
  });
});
