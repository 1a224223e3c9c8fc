import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { process as processed } from "../../src/audio/process.ts";
import { firFilter } from "../../src/dsp/filter/fir-filter.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 4000 }, noiseAt);
const coefficients = Array.from({ length: 31 }, (_, n) => noiseAt(n, 7));
const delay = (latency: number) => () =>
  firFilter({ channels: 2, coefficients: [...Array(latency).fill(0), 1], latency });

describe("a processed source", () => {
  it("is the source where the effect only delays: the latency is taken out", async () => {
    for (const latency of [0, 1, 100, 5000]) {
      expect(await framesOf(processed(source, delay(latency)))).toEqual(await framesOf(source));
    }
  });

  it("is the same whatever windows are read, in whatever order", async () => {
    const make = () => firFilter({ channels: 2, coefficients, latency: 15 });
    const whole = await framesOf(processed(source, make));
    const windows = fc.array(fc.tuple(fc.nat(4000), fc.nat(500)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(windows, async (list) => {
        const audio = processed(source, make);
        for (const [from, length] of list) {
          const to = Math.min(4000, from + length);
          expect(await framesOf(audio, from, to)).toEqual(whole.map((plane) => plane.subarray(from, to)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("reads each frame once for one who reads in sequence", async () => {
    const watched = sourceOf({ frames: 4000 }, noiseAt);
    const audio = processed(watched, () => firFilter({ channels: 1, coefficients: [1] }));
    for (let frame = 0; frame < 4000; frame += 1000) await framesOf(audio, frame, frame + 1000);
    expect(watched.reads.map(({ start }) => start)).toEqual([0, 1000, 2000, 3000]);
  });

  it("lets windows that are asked for at the same time wait for each other", async () => {
    const audio = processed(source, () => firFilter({ channels: 2, coefficients }));
    const whole = await framesOf(audio);
    const starts = [500, 0, 2500, 100];
    const windows = await Promise.all(starts.map((start) => framesOf(audio, start, start + 300)));
    windows.forEach((window, index) => {
      const start = starts[index] ?? 0;
      expect(window).toEqual(whole.map((plane) => plane.subarray(start, start + 300)));
    });
  });

  it("goes on after a read that failed", async () => {
    let failures = 1;
    const frail: typeof source = {
      ...source,
      async read(start, planes, signal) {
        if (start >= 1000 && failures-- > 0) throw new Error("a bad sector");
        return source.read(start, planes, signal);
      },
    };
    const make = () => firFilter({ channels: 2, coefficients });
    const audio = processed(frail, make);
    await expect(framesOf(audio, 1000, 1100)).rejects.toThrow("a bad sector");
    expect(await framesOf(audio, 1000, 1100)).toEqual(await framesOf(processed(source, make), 1000, 1100));
  });

  it("lets one go who gives up while another is at work, and goes on for the next", async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: typeof source = { ...source, read: async (...args) => gate.then(() => source.read(...args)) };
    const audio = processed(slow, () => firFilter({ channels: 2, coefficients }));
    const first = framesOf(audio, 0, 100);
    const controller = new AbortController();
    const impatient = audio.read(100, [new Float32Array(10), new Float32Array(10)], controller.signal);
    const last = framesOf(audio, 100, 200);
    controller.abort(new Error("no time"));
    await expect(impatient).rejects.toThrow("no time");
    release();
    const whole = await framesOf(processed(source, () => firFilter({ channels: 2, coefficients })));
    expect(await first).toEqual(whole.map((plane) => plane.subarray(0, 100)));
    expect(await last).toEqual(whole.map((plane) => plane.subarray(100, 200)));
  });

  it("stops when its signal fires", async () => {
    const long = sourceOf({ frames: 1e12 }, noiseAt);
    const audio = processed(long, () => firFilter({ channels: 1, coefficients: [1] }));
    const controller = new AbortController();
    const read = audio.read(9e11, [new Float32Array(1)], controller.signal);
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(read).rejects.toThrow("enough");
  });
});
