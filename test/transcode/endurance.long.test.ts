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
  test("does 1,000 jobs in a row in the memory of 100", async () => {
    const script = `
      const source = await lw.fileSource(${JSON.stringify(flac)});
      const rss = [];
      for (let job = 1; job <= 1000; job++) {
        const media = await lw.openMedia(source);
        await media.close();
        if (job % 100 === 0) rss.push(process.memoryUsage.rss());
      }
      print(rss);`;
    const [first = 0, ...later] = (await runScript(script)) as number[];
    expect(later).toHaveLength(9);
    // An instance of ffmpeg that was kept would take 30 MiB.
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
