import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileSource } from "../../src/node.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { hasNative } from "./support/made-media.ts";

const { openMedia, transcode, close } = transcoder({ workers: 2 });
const folder = mkdtempSync(join(tmpdir(), "longwave-late-"));
afterAll(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

const SECONDS = 3;

test.runIf(hasNative).each(["mkv", "mp4"])(
  "the sound of an %s that begins after the picture is as long as it is, and nothing is said to lack",
  async (ending) => {
    const path = join(folder, `late.${ending}`);
    const picture = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=6"];
    const sound = ["-itsoffset", "2.5", "-f", "lavfi", "-i", `sine=duration=${SECONDS}:sample_rate=48000`];
    const encoders = ["-map", "0", "-map", "1", "-c:v", "mpeg4", "-c:a", "aac"];
    const made = spawnSync("ffmpeg", ["-v", "error", "-y", ...picture, ...sound, ...encoders, path], {
      timeout: 60_000,
    });
    expect(made.status).toBe(0);

    const source = await fileSource(path);
    const media = await openMedia(source, { strict: true });
    expect(Math.abs(media.duration - SECONDS)).toBeLessThan(0.1);
    await framesOf(media);
    await media.close();
    for (const format of ["flac", "m4a"] as const) {
      const result = await transcode(source, memorySink(), { format, strict: true });
      expect(Math.abs(result.duration - SECONDS)).toBeLessThan(0.1);
    }
    await source.close?.();
  },
);
