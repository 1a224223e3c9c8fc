import { spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { fileSource } from "../../src/node.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { haveTools } from "../helpers/wav-tool.ts";
import { largestDifference, windowOf } from "./support/test-sound.ts";

const SECONDS = 2;

const { openMedia, transcode, close } = transcoder({ workers: 2 });
afterAll(close);

function ffmpeg(...args: string[]): Buffer {
  const run = spawnSync("ffmpeg", ["-v", "error", ...args], { timeout: 60_000 });
  return run.status === 0 ? run.stdout : Buffer.alloc(0);
}

const hasSpeex = haveTools("ffmpeg") && ffmpeg("-hide_banner", "-encoders").includes("libspeex");

test.runIf(hasSpeex).each([
  ["mono at 8 kHz", 8000, 1],
  ["stereo at 32 kHz", 32_000, 2],
])("Ogg Speex (%s) is opened, and becomes any format", async (_, sampleRate, channels) => {
  const path = (await tempFolder()).file("sound.spx");
  const sound = ["-f", "lavfi", "-i", `aevalsrc=0.4*sin(900*t*t):d=${SECONDS}:s=${sampleRate}`];
  ffmpeg(...sound, "-ac", `${channels}`, "-c:a", "libspeex", path);
  const raw = ffmpeg("-i", path, "-f", "f32le", "-");
  const samples = new Float32Array(new Uint8Array(raw).buffer);
  const expected = Array.from({ length: channels }, (_, channel) =>
    samples.filter((_, index) => index % channels === channel),
  );
  expect(expected[0]?.some((sample) => Math.abs(sample) > 0.1)).toBe(true);

  const source = await fileSource(path);
  const media = await openMedia(source, { strict: true });
  expect(media).toMatchObject({ container: "spx", sampleRate, channels, frames: SECONDS * sampleRate });
  // Two builds of one decoder that computes with floats.
  expect(largestDifference(await framesOf(media), expected)).toBeLessThan(1e-3);
  const window = await framesOf(media, sampleRate, sampleRate + 500);
  expect(largestDifference(window, windowOf(expected, sampleRate, sampleRate + 500))).toBeLessThan(1e-3);
  await media.close();
  for (const format of ["wav", "m4a", "opus", "mp3"] as const) {
    const result = await transcode(source, memorySink(), { format, strict: true });
    expect(result).toMatchObject({ format, duration: SECONDS, warnings: [] });
  }
  await source.close?.();
});
