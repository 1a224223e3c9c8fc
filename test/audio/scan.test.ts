import { expect, it } from "vitest";
import { scan } from "../../src/audio/scan.ts";
import { sourceOf } from "../helpers/audio-sources.ts";

it("a scan tells true peaks in dBTP, of each channel and of all", async () => {
  const source = sourceOf({ sampleRate: 8000, channels: 3, frames: 8000 }, (frame, channel) =>
    channel === 2 ? 0 : 0.5 ** (channel + 1) * Math.sin((2 * Math.PI * 500 * frame) / 8000),
  );
  const { truePeak, channelTruePeaks } = await scan(source);
  const [left, right, silent] = channelTruePeaks;
  expect(left).toBeCloseTo(-6.02, 1);
  expect(right).toBeCloseTo(-12.04, 1);
  expect(silent).toBe(Number.NEGATIVE_INFINITY);
  expect(truePeak).toBe(left);
});
