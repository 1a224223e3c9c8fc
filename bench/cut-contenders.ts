import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contender, contender } from "./contender.ts";
import {
  BYTES_PER_SECOND,
  evenParts,
  makeSession,
  makeTerabyte,
  type Part,
  SESSION_SECONDS,
  TERABYTE_SECONDS,
} from "./recordings.ts";

const COMMAND = "dist/cli/longwave.cjs";

/** Makes the recordings, and the contenders that cut 100 clips out of them. */
export async function cutContenders(folder: string): Promise<Contender[]> {
  const parts = evenParts(SESSION_SECONDS);
  const terabyteParts = evenParts(TERABYTE_SECONDS);
  const session = await makeSession(folder);
  const terabyte = await makeTerabyte(folder, terabyteParts);
  const list = writeList(folder, "parts.json", parts);
  const terabyteList = writeList(folder, "terabyte-parts.json", terabyteParts);
  const out = join(folder, "clips");

  const options = {
    rounds: 15,
    folder,
    /** Makes the folder empty, and reads what will be cut, so that all find it in the system's cache. */
    prepare() {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out);
      readParts(session, parts);
    },
    check() {
      const clips = readdirSync(out).filter((file) => !file.startsWith(".") && !file.endsWith(".json"));
      if (clips.length !== 100) throw new Error(`${clips.length} clips were made, not 100`);
    },
  };
  const own = { ...options, tells: true };
  const onTerabyte = {
    ...own,
    prepare() {
      options.prepare();
      readParts(terabyte, terabyteParts);
    },
  };
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
    contender("longwave", node, longwave(session, list), own),
    contender("bare loop", node, bareLoop(), options),
    contender("longwave, 1 TB", node, longwave(terabyte, terabyteList), onTerabyte),
    contender("sox trim", "sh", ["-c", soxLoop(session, parts, out)], {
      ...options,
      rounds: 9,
      needs: "sox",
    }),
    contender("longwave --durable", node, longwave(session, list, "--durable"), own),
    contender("bare loop, fsync", node, bareLoop("--fsync"), options),
    contender("ffmpeg -c copy", "sh", ["-c", ffmpegLoop(session, parts, out)], {
      ...options,
      rounds: 3,
      needs: "ffmpeg",
    }),
    contender("longwave, legacy", node, longwave(session, list, "--mode", "legacy"), { ...own, rounds: 3 }),
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
