import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RESAMPLE_QUALITIES, type ResampleQuality } from "../src/dsp/resample/resample-quality.ts";
import { resampler } from "../src/index.ts";
import { isInstalled } from "./contender.ts";

/** Changes the sample rate of one channel. */
export interface RateConverter {
  readonly name: string;
  convert(input: Float32Array, from: number, to: number): Float32Array;
}

/** Ours, and those of SoX and ffmpeg where they are installed, which get bare floats through files of the folder. */
export function rateConverters(folder: string): RateConverter[] {
  return [
    ...RESAMPLE_QUALITIES.map(own),
    ...(isInstalled("sox") ? [sox(folder, "-h"), sox(folder, "-v")] : []),
    ...(isInstalled("ffmpeg")
      ? [ffmpeg(folder, "swr", "resampler=swr"), ffmpeg(folder, "soxr 28", "resampler=soxr:precision=28")]
      : []),
  ];
}

function own(quality: ResampleQuality): RateConverter {
  return {
    name: `longwave ${quality}`,
    convert(input, from, to) {
      const machine = resampler({ from, to, channels: 1, quality });
      const samples: number[] = [];
      const take = ([plane]: readonly Float32Array[]) => {
        for (const value of plane ?? []) samples.push(value);
      };
      machine.push([input], take);
      machine.end(take);
      return Float32Array.from(samples);
    },
  };
}

function sox(folder: string, flag: string): RateConverter {
  const raw = ["-t", "f32", "-L", "-c", "1"];
  return throughFiles(`sox rate ${flag}`, folder, "sox", (input, output, from, to) => [
    ...["-D", ...raw, "-r", `${from}`, input],
    ...[...raw, output, "rate", flag, `${to}`],
  ]);
}

function ffmpeg(folder: string, name: string, options: string): RateConverter {
  return throughFiles(`ffmpeg ${name}`, folder, "ffmpeg", (input, output, from, to) => [
    ...["-nostdin", "-v", "error", "-y", "-f", "f32le", "-ar", `${from}`, "-ac", "1", "-i", input],
    ...["-af", `aresample=${to}:${options}`, "-f", "f32le", output],
  ]);
}

function throughFiles(
  name: string,
  folder: string,
  program: string,
  argsOf: (input: string, output: string, from: number, to: number) => string[],
): RateConverter {
  const inputPath = join(folder, "in.f32");
  const outputPath = join(folder, "out.f32");
  return {
    name,
    convert(input, from, to) {
      writeFileSync(inputPath, new Uint8Array(input.buffer));
      const args = argsOf(inputPath, outputPath, from, to);
      const { status, error } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
      if (status !== 0) throw error ?? new Error(`${program} ended with ${status}`);
      return new Float32Array(new Uint8Array(readFileSync(outputPath)).buffer);
    },
  };
}
