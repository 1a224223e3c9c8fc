import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeMedia } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { runScript } from "./support/run-script.ts";
import { testSound } from "./support/test-sound.ts";

const MIB = 2 ** 20;

let folder = "";
let flac = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longwave-endurance-"));
  flac = join(folder, "a.flac");
  await writeFile(flac, await madeMedia(KINDS["flac"]!, testSound(44_100, 1, 44_100)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a process", () => {
  test("does 1,000 jobs in turn, of every kind, in the memory of 300", async () => {
    const script = `
      const { setFlagsFromString } = await import("node:v8");
      const { runInNewContext } = await import("node:vm");
      setFlagsFromString("--expose-gc");
      const gc = runInNewContext("gc");
      const source = await lw.fileSource(${JSON.stringify(flac)});
      const plane = new Float32Array(2000);
      const sound = {
        sampleRate: 8000, channels: 1, frames: 4000,
        async read(start, [plane]) {
          for (let n = 0; n < plane.length; n++) plane[n] = Math.sin((start + n) ** 2) / 4;
          return plane.length;
        },
      };
      const jobs = [
        async () => {
          const media = await lw.openMedia(source);
          const frames = await media.read(20_000, [plane]);
          await media.close();
          return frames;
        },
        async () => {
          const sink = lw.memorySink();
          await lw.transcode(source, sink, { format: "wav" });
          return sink.bytes().length;
        },
        async () => {
          const sink = lw.memorySink();
          await lw.encodeMedia(sound, sink, { format: "flac" });
          return sink.bytes().length;
        },
        async () => {
          const sink = lw.memorySink();
          await lw.transcode(source, sink, { format: "mp3", to: 0.2 });
          return sink.bytes().length;
        },
      ];
      const rss = [];
      const results = jobs.map(() => new Set());
      for (let job = 1; job <= 1000; job++) {
        const turn = job % jobs.length;
        results[turn].add(await jobs[turn]());
        if (job % 100 > 0) continue;
        gc();
        rss.push(process.memoryUsage.rss());
      }
      print({ rss, results: results.map((sizes) => [...sizes]) });`;
    const { rss, results } = (await runScript(script, { timeoutMs: 280_000 })) as {
      readonly rss: number[];
      readonly results: number[][];
    };
    // Each job gave something, and what it gave the first time.
    expect(results).toEqual(results.map(() => [expect.any(Number)]));
    expect(results.flat().every((size) => size > 0)).toBe(true);
    expect(rss).toHaveLength(10);
    // Before that, workers are started, and what they run is compiled anew to run faster.
    const warm = rss[2] ?? 0;
    // What waits for the collector comes and goes; what is kept stays.
    const kept = Math.min(...rss.slice(-3)) - warm;
    // An instance of ffmpeg that was kept would take 30 MiB.
    expect(kept).toBeLessThan(40 * MIB);
  }, 300_000);

  test("opens 300 recordings in a row in the memory of 100", async () => {
    const script = `
      const source = await lw.fileSource(${JSON.stringify(flac)});
      const rss = [];
      for (let job = 1; job <= 300; job++) {
        const media = await lw.openMedia(source);
        await media.close();
        if (job % 50 === 0) rss.push(process.memoryUsage.rss());
      }
      print(rss);`;
    const [, first = 0, ...later] = (await runScript(script)) as number[];
    expect(later).toHaveLength(4);
    expect(Math.max(...later) - first).toBeLessThan(40 * MIB);
  });

  test("decodes 40 minutes in the memory of 10, under 200 MiB", async () => {
    const peaks: number[] = [];
    for (const minutes of [10, 40]) {
      const script = `
        const frames = ${minutes} * 60 * 8000;
        const noise = Float32Array.from({ length: 80_000 }, (_, n) => Math.sin(n * n) / 4);
        const sound = {
          sampleRate: 8000, channels: 1, frames,
          async read(start, [plane]) {
            for (let n = 0; n < plane.length; n++) plane[n] = noise[(start + n) % noise.length];
            return plane.length;
          },
        };
        const path = ${JSON.stringify(join(folder, `${minutes}.flac`))};
        await lw.encodeMedia(sound, await lw.fileSink(path, { durable: false }), { format: "flac", bits: 16 });
        const sink = { write: async () => {}, close: async () => {}, abort: async () => {} };
        const result = await lw.transcode(await lw.fileSource(path), sink, { format: "wav" });
        const { readFileSync } = await import("node:fs");
        const [, peak] = /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
        print({ peak: Number(peak) / 1024, duration: result.duration });`;
      const { peak, duration } = (await runScript(script)) as { peak: number; duration: number };
      expect(duration).toBe(minutes * 60);
      peaks.push(peak);
    }
    const [short = 0, long = 0] = peaks;
    expect(long).toBeLessThan(200);
    expect(long - short).toBeLessThan(30);
  });
});
