import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openWav } from "../src/index.ts";
import { fileSource } from "../src/node.ts";
import { isInstalled } from "./contender.ts";
import { FFMPEG_ARGS, MEDIA_FORMATS, type MediaFormat, makeMedia } from "./media-recordings.ts";

/** How near a decoded recording is to what ffmpeg itself makes of it. */
export interface ExactnessFigure {
  readonly format: MediaFormat;
  readonly frames: number;
  /** Frames that ffmpeg makes. */
  readonly nativeFrames: number;
  /** The largest difference of two samples, in steps of 16 bits. */
  readonly largestStep: number;
  /** Of all samples, how many differ. */
  readonly differing: number;
}

/** Decodes 10 minutes of each format by both. */
export async function measureExactness(folder: string): Promise<ExactnessFigure[]> {
  if (!isInstalled("ffmpeg")) return [];
  const figures: ExactnessFigure[] = [];
  for (const format of MEDIA_FORMATS) {
    const { path } = await makeMedia(folder, format, false);
    const [own, native] = [join(folder, "exact-own.wav"), join(folder, "exact-native.wav")];
    run(process.execPath, ["bench/transcode-media.mjs", path, own]);
    run("ffmpeg", [...FFMPEG_ARGS, "-i", path, "-c:a", "pcm_s16le", native]);
    figures.push({ format, ...compare(await samples(own), await samples(native)) });
    for (const result of [own, native]) rmSync(result);
  }
  return figures;
}

function run(program: string, args: readonly string[]): void {
  const { status } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}`);
}

/** Interleaved stereo. */
async function samples(path: string): Promise<Int16Array> {
  const source = await fileSource(path);
  const { data } = await openWav(source);
  await source.close?.();
  const bytes = readFileSync(path);
  const start = bytes.byteOffset + data.offset;
  return new Int16Array(bytes.buffer.slice(start, start + data.size));
}

function compare(own: Int16Array, native: Int16Array): Omit<ExactnessFigure, "format"> {
  let largestStep = 0;
  let differing = 0;
  const count = Math.min(own.length, native.length);
  for (let n = 0; n < count; n++) {
    const difference = Math.abs((own[n] ?? 0) - (native[n] ?? 0));
    if (difference === 0) continue;
    differing++;
    largestStep = Math.max(largestStep, difference);
  }
  return { frames: own.length / 2, nativeFrames: native.length / 2, largestStep, differing };
}
