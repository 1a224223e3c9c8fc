import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProbeReport } from "../../src/transcode/probe/probe-report.ts";

/** What the installed ffmpeg did. */
export interface NativeRun {
  readonly code: number;
  readonly stdout: Uint8Array;
  /** Lines of its log, with levels. */
  readonly log: string[];
}

/** Runs the installed ffmpeg with the log that the library asks for. */
export function nativeFfmpeg(args: readonly string[], input?: Uint8Array): NativeRun {
  const head = ["-hide_banner", "-nostdin", "-y", "-loglevel", "level+warning"];
  const run = spawnSync("ffmpeg", [...head, ...args], { input, maxBuffer: 2 ** 28, timeout: 100_000 });
  const log = run.stderr.toString().split("\n").slice(0, -1);
  return { code: run.status ?? -1, stdout: new Uint8Array(run.stdout), log };
}

/** Noise, which every encoder has work with: the arguments of an input for the installed ffmpeg. */
export function noiseInput(sampleRate: number, seconds: number): string[] {
  return ["-f", "lavfi", "-i", `anoisesrc=d=${seconds}:r=${sampleRate}:c=pink:a=0.3:seed=5`];
}

/** Makes a file with the installed ffmpeg, out of noise. */
export function makeMedia(path: string, sampleRate: number, seconds: number, args: readonly string[]): void {
  const run = nativeFfmpeg([...noiseInput(sampleRate, seconds), ...args, path]);
  if (run.code !== 0) throw new Error(`ffmpeg made no ${path}: ${run.log.join("\n")}`);
}

/** What the installed ffprobe reports of a file. */
export function probeMedia(path: string): ProbeReport {
  const sections = ["-show_format", "-show_streams", "-show_chapters", "-show_packets"];
  const args = ["-v", "quiet", "-of", "json", ...sections, "-read_intervals", "%+#4", path];
  const { stdout } = spawnSync("ffprobe", args, { timeout: 100_000, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.toString()) as ProbeReport;
}

/** How many frames the installed ffmpeg decodes of a file's first stream of sound. */
export function decodedFrames(path: string): number {
  return decodedFramesOfAll([path])[0] ?? -1;
}

/** The same of several files, in one run: starting ffmpeg takes longer than decoding some seconds. */
export function decodedFramesOfAll(paths: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), "longwave-decoded-"));
  try {
    const outputs = paths.map((_, index) => join(folder, String(index)));
    const decodings = outputs.flatMap((output, index) => {
      return ["-map", `${index}:a:0`, "-ac", "1", "-f", "u8", output];
    });
    nativeFfmpeg([...paths.flatMap((path) => ["-i", path]), ...decodings]);
    return outputs.map((output) => statSync(output).size);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
