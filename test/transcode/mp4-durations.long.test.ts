import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { decodedFrames, nativeFfmpeg, noiseInput } from "../helpers/native-media.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { haveTools } from "../helpers/wav-tool.ts";
import { bothLengths } from "./support/both-lengths.ts";

const RATES = [22_050, 44_100, 48_000];
const LENGTHS = [1.00003, 2.4999, 3.3337];

/** Makes a file with the installed ffmpeg, and says how many frames went in. */
async function made(name: string, rate: number, seconds: number, args: readonly string[]) {
  const path = (await tempFolder()).file(name);
  const run = nativeFfmpeg([...noiseInput(rate, seconds), ...args, path]);
  if (run.code !== 0) throw new Error(run.log.join("\n"));
  return { path, frames: decodedInput(rate, seconds), source: memorySource(await readFile(path), name) };
}

const inputs = new Map<string, number>();

function decodedInput(rate: number, seconds: number): number {
  const input = noiseInput(rate, seconds);
  const known = inputs.get(input.join(" ")) ?? nativeFfmpeg([...input, "-f", "u8", "-"]).stdout.length;
  inputs.set(input.join(" "), known);
  return known;
}

describe.runIf(haveTools("ffmpeg", "ffprobe"))("beside ffmpeg", () => {
  test.each(RATES.flatMap((rate) => LENGTHS.map((seconds) => [rate, seconds] as const)))(
    "an m4a at %i Hz of %f s has the frames that went in, though its edit list counts milliseconds",
    async (rate, seconds) => {
      const { source, frames } = await made("a.m4a", rate, seconds, ["-c:a", "aac"]);
      expect(await bothLengths(source)).toEqual({ frames, exact: true, written: frames });
    },
  );

  test.each([
    ["in ticks of the sound", "a.m4a", ["-c:a", "aac", "-movie_timescale", "44100"]],
    ["mp3", "a.mp4", ["-c:a", "libmp3lame"]],
    ["alac", "a.m4a", ["-c:a", "alac"]],
    ["pcm", "a.mov", ["-c:a", "pcm_s16le"]],
    ["flac", "a.mp4", ["-c:a", "flac", "-strict", "-2"]],
    ["in front", "a.m4a", ["-c:a", "aac", "-movflags", "faststart"]],
  ])("an MP4 (%s) has the frames that went in", async (_, name, args) => {
    const { source, frames } = await made(name, 44_100, 3.3337, args);
    expect(await bothLengths(source)).toEqual({ frames, exact: true, written: frames });
  });

  test.each(["a.mp4", "a.mov", "a.m4v"])(
    "%s with a longer film has the frames that went in",
    async (name) => {
      const film = ["-f", "lavfi", "-i", "testsrc=d=5:s=64x64", "-c:v", "mpeg4", "-f", "mov"];
      const { source, frames } = await made(name, 44_100, 3.3337, [...film, "-c:a", "aac"]);
      expect(await bothLengths(source)).toEqual({ frames, exact: true, written: frames });
    },
  );

  test("a copied part that ends within a packet is no frame too short, and no tick too long", async () => {
    const whole = await made("a.m4a", 44_100, 3.3337, ["-c:a", "aac"]);
    const path = (await tempFolder()).file("part.m4a");
    nativeFfmpeg(["-ss", "1.01", "-t", "1.5", "-i", whole.path, "-c", "copy", path]);
    const { frames, written } = await bothLengths(memorySource(await readFile(path), "part.m4a"));
    expect(frames).toBe(decodedFrames(path));
    expect(written).toBe(frames);
  });

  test("a fragmented file has what its fragments add up to, with the priming that it does not leave out", async () => {
    for (const flags of ["+frag_keyframe+empty_moov", "+frag_keyframe+delay_moov", "+dash"]) {
      const fragments = ["-c:a", "aac", "-movflags", flags, "-frag_duration", "500000"];
      const { source, frames } = await made("a.m4a", 44_100, 3.3337, fragments);
      const all = frames + 1024;
      expect(await bothLengths(source)).toEqual({ frames: all, exact: true, written: all });
    }
  });
});
