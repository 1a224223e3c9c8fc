import { describe, expect, it } from "vitest";
import { convert } from "../../src/audio/convert.ts";
import { planNormalization } from "../../src/audio/normalization.ts";
import { peakWatch } from "../../src/audio/peak-watch.ts";
import { planesSource } from "../../src/audio/planes-source.ts";
import { scan } from "../../src/audio/scan.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { music } from "../helpers/music.ts";

const song = planesSource(music(44_100, 4), 44_100);

describe("a plan for normalization", () => {
  it("brings a recording to a loudness", async () => {
    const plan = await planNormalization(song, { loudness: -30 });
    expect(plan.ceiling).toBeUndefined();
    expect(plan.reached).toBeCloseTo(-30, 6);
    expect((await scan(convert(song, plan))).integrated).toBeCloseTo(-30, 2);
  });

  it("brings a recording to a true peak", async () => {
    const plan = await planNormalization(song, { truePeak: -3 });
    expect((await scan(convert(song, plan))).truePeak).toBeCloseTo(-3, 2);
  });

  it("never limits what is brought to a true peak", async () => {
    const { ceiling } = await planNormalization(song, { truePeak: -0.5 }, { ceiling: -6 });
    expect(ceiling).toBeUndefined();
  });

  it.each([
    [-16, -6],
    [-12, -2],
    [-10, -1],
  ])("reaches %d LUFS with a limiter that holds peaks below %d dBTP", async (loudness, ceiling) => {
    const plan = await planNormalization(song, { loudness }, { ceiling });
    expect(plan.ceiling).toBe(ceiling);
    expect(plan.gainDecibels).toBeGreaterThan(loudness - plan.integrated);
    const { truePeak, integrated } = await scan(convert(song, plan));
    expect(truePeak).toBeLessThan(ceiling);
    expect(Math.abs(integrated - loudness)).toBeLessThanOrEqual(0.1);
    expect(integrated).toBeCloseTo(plan.reached ?? 0, 6);
  });

  it("gives up where more gain is of no use, and says what it came to", async () => {
    const loudness = -1;
    const plan = await planNormalization(song, { loudness }, { ceiling: -6 });
    expect(plan.gainDecibels).toBeLessThanOrEqual(loudness - plan.integrated + 12);
    expect(plan.reached).toBeLessThan(loudness - 1);
    expect((await scan(convert(song, plan))).integrated).toBeCloseTo(plan.reached ?? 0, 6);
  });

  it("tells of each pass from its beginning on, and stops in any of them", async () => {
    const controller = new AbortController();
    let passes = 0;
    const onProgress = ({ frames, total }: { frames: number; total: number }) => {
      if (frames === total) passes++;
    };
    await planNormalization(song, { loudness: -10 }, { onProgress });
    expect(passes).toBeGreaterThan(2);
    const wanted = passes - 1;
    passes = 0;
    const stopped = planNormalization(
      song,
      { loudness: -10 },
      {
        signal: controller.signal,
        onProgress: (progress) => {
          onProgress(progress);
          if (passes === wanted && progress.frames < progress.total) controller.abort(new Error("enough"));
        },
      },
    );
    await expect(stopped).rejects.toThrow("enough");
    expect(passes).toBe(wanted);
  });

  it("leaves silence as it is, and says where it is", async () => {
    const progress: number[] = [];
    const silence = sourceOf({ frames: 100_000 }, () => 0);
    const onProgress = ({ frames }: { frames: number }) => progress.push(frames);
    const plan = await planNormalization(silence, { loudness: -16 }, { onProgress });
    expect(plan).toEqual({
      gainDecibels: 0,
      integrated: -Infinity,
      truePeak: -Infinity,
      reached: -Infinity,
    });
    expect(progress.at(-1)).toBe(100_000);
  });
});

describe("a watched source", () => {
  it("is the source, and knows the highest sample of what was read", async () => {
    const source = sourceOf({ channels: 2, frames: 10 }, (frame, channel) =>
      channel === 1 ? -frame / 4 : Number.NaN,
    );
    const watch = peakWatch(source);
    expect(watch.peak).toBe(0);
    expect(await framesOf(watch, 0, 5)).toEqual(await framesOf(source, 0, 5));
    expect(watch.peak).toBe(1);
    await watch.read(8, [new Float32Array(50), new Float32Array(50).fill(99)]);
    expect(watch.peak).toBe(2.25);
  });
});
