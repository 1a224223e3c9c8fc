import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BYTES_PER_SECOND,
  evenParts,
  makeSession,
  makeTerabyte,
  type Part,
  SESSION_SECONDS,
  TERABYTE_SECONDS,
} from "./recordings.ts";

/** A whole process that cuts the 100 clips, to be timed from its start to its end. */
export interface Contender {
  readonly name: string;
  /** How many times it is run; slow ones fewer times. */
  readonly rounds: number;
  /** Why it cannot be run here, where it cannot. */
  readonly missing?: string;
  /** Runs it once; returns its peak memory in bytes where it tells. */
  run(): number | undefined;
  /** Makes the folder empty, and reads what will be cut, so that all find it in the system's cache. */
  prepare(): void;
}

const COMMAND = "dist/cli/longwave.cjs";

/** Makes the recordings, and the contenders over them. */
export async function contenders(folder: string): Promise<Contender[]> {
  mkdirSync(folder, { recursive: true });
  const parts = evenParts(SESSION_SECONDS);
  const terabyteParts = evenParts(TERABYTE_SECONDS);
  const session = await makeSession(folder);
  const terabyte = await makeTerabyte(folder, terabyteParts);
  const list = writeList(folder, "parts.json", parts);
  const terabyteList = writeList(folder, "terabyte-parts.json", terabyteParts);
  const out = join(folder, "clips");

  const contender = (
    name: string,
    program: string,
    args: readonly string[],
    options: { rounds?: number; tells?: boolean; needs?: string; onTerabyte?: boolean } = {},
  ): Contender => ({
    name,
    rounds: options.rounds ?? 15,
    ...(options.needs && !isInstalled(options.needs) && { missing: `${options.needs} is not installed` }),
    run() {
      const result = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
      if (result.status !== 0) throw new Error(`${name} ended with ${result.status ?? result.signal}`);
      const clips = readdirSync(out).filter((file) => !file.startsWith(".") && !file.endsWith(".json"));
      if (clips.length !== 100) throw new Error(`${name} made ${clips.length} clips, not 100`);
      return options.tells ? JSON.parse(result.stdout).peakRssBytes : undefined;
    },
    prepare() {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out);
      if (options.onTerabyte) readParts(terabyte, terabyteParts);
      else readParts(session, parts);
    },
  });

  const node = process.execPath;
  const longwave = (recording: string, segments: string, ...more: string[]) => [
    COMMAND,
    "cut",
    recording,
    "--segments",
    segments,
    "--out",
    out,
    "--json",
    ...more,
  ];
  const bareLoop = (...more: string[]) => ["bench/bare-loop.mjs", session, list, out, ...more];
  return [
    contender("longwave", node, longwave(session, list), { tells: true }),
    contender("bare loop", node, bareLoop()),
    contender("longwave, 1 TB", node, longwave(terabyte, terabyteList), { tells: true, onTerabyte: true }),
    contender("sox trim", "sh", ["-c", soxLoop(session, parts, out)], { rounds: 9, needs: "sox" }),
    contender("longwave --durable", node, longwave(session, list, "--durable"), { tells: true }),
    contender("bare loop, fsync", node, bareLoop("--fsync")),
    contender("ffmpeg -c copy", "sh", ["-c", ffmpegLoop(session, parts, out)], {
      rounds: 3,
      needs: "ffmpeg",
    }),
    contender("longwave, legacy", node, longwave(session, list, "--mode", "legacy"), {
      rounds: 3,
      tells: true,
    }),
  ];
}

function readParts(recording: string, parts: readonly Part[]): void {
  const file = openSync(recording, "r");
  const buffer = new Uint8Array(BYTES_PER_SECOND);
  for (const { start, end } of parts) {
    for (let second = start; second < end; second++) {
      readSync(file, buffer, 0, buffer.length, second * BYTES_PER_SECOND);
    }
  }
  closeSync(file);
}

function soxLoop(session: string, parts: readonly Part[], out: string): string {
  return parts
    .map(({ start, end }, index) => `sox '${session}' '${out}/clip${index}.wav' trim ${start} ${end - start}`)
    .join(" && ");
}

function ffmpegLoop(session: string, parts: readonly Part[], out: string): string {
  return parts
    .map(
      ({ start, end }, index) =>
        `ffmpeg -nostdin -v error -ss ${start} -t ${end - start} -i '${session}' -c copy '${out}/clip${index}.wav'`,
    )
    .join(" && ");
}

function writeList(folder: string, name: string, parts: readonly Part[]): string {
  const path = join(folder, name);
  const segments = parts.map((part, index) => ({ ...part, speaker: `SPEAKER_0${index % 4}` }));
  writeFileSync(path, JSON.stringify(segments));
  return path;
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}
