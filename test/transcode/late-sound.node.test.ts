import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileSource } from "../../src/node.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
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

/** A film whose sound begins 2.5 s after the picture. */
function lateSound(ending: string, encoder: string): string {
  const path = join(folder, `${encoder}.${ending}`);
  const picture = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=6"];
  const sound = ["-itsoffset", "2.5", "-f", "lavfi", "-i", `sine=duration=${SECONDS}:sample_rate=48000`];
  const encoders = ["-map", "0", "-map", "1", "-c:v", "mpeg4", "-c:a", encoder];
  const made = spawnSync("ffmpeg", ["-v", "error", "-y", ...picture, ...sound, ...encoders, path], {
    timeout: 60_000,
  });
  expect(made.status).toBe(0);
  return path;
}

test.runIf(hasNative).each([
  ["mkv", "aac"],
  ["mp4", "aac"],
  ["avi", "libmp3lame"],
  ["avi", "pcm_s16le"],
])(
  "the sound of an %s (%s) that begins after the picture is as long as it is, and nothing is said to lack",
  async (ending, encoder) => {
    const path = lateSound(ending, encoder);
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

test.runIf(hasNative)("an AVI of late sound that is cut off is said to be", async () => {
  const bytes = readFileSync(lateSound("avi", "libmp3lame"));
  const source = memorySource(bytes.subarray(0, Math.floor(0.7 * bytes.length)), "cut.avi");
  const { warnings } = await transcode(source, memorySink(), { format: "flac" });
  expect(warnings).toContainEqual({
    code: "media/shorter-than-declared",
    message: `the file declares ${bytes.length} bytes and has ${source.size}`,
  });
});

test.runIf(hasNative).each([
  ["flv", "libmp3lame", "flv1"],
  ["wmv", "wmav2", "wmv2"],
])(
  "the sound of an %s (%s) whose pictures go on after it is read to its end",
  async (ending, encoder, film) => {
    const path = join(folder, `longer.${ending}`);
    const picture = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=6"];
    const sound = ["-f", "lavfi", "-i", `sine=duration=${SECONDS}:sample_rate=44100`];
    const encoders = ["-map", "0", "-map", "1", "-c:v", film, "-c:a", encoder];
    const made = spawnSync("ffmpeg", ["-v", "error", "-y", ...picture, ...sound, ...encoders, path]);
    expect(made.status).toBe(0);
    const source = await fileSource(path);
    const media = await openMedia(source, { strict: true });
    expect(Math.abs(media.duration - SECONDS)).toBeLessThan(0.1);
    await framesOf(media);
    await media.close();
    const options = { format: "flac", sampleRate: 22_050, strict: true } as const;
    const { duration } = await transcode(source, memorySink(), options);
    expect(Math.abs(duration - SECONDS)).toBeLessThan(0.1);
    await source.close?.();
  },
);
