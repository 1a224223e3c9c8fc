import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Contender, type ContenderOptions, contender, ownScript } from "./contender.ts";
import { dropCache } from "./drop-cache.ts";
import { ENCODERS, FFMPEG_ARGS, type MediaFormat, makeFilm, makeMedia, makeWav } from "./media-recordings.ts";
import { makeSilence } from "./recordings.ts";

const SCRIPT = "transcode-media.mjs";

const CLIPS = 100;
const CLIP_SECONDS = 3;

/** Bytes of audio of a file that no memory holds. */
const LARGE_BYTES = 6e9;

/** A compressed recording to WAV: 10 minutes, or 60. */
export function decodeContenders(format: MediaFormat) {
  return async (folder: string, long: boolean): Promise<Contender[]> => {
    const { path, seconds } = await makeMedia(folder, format, long);
    const result = join(folder, "decoded.wav");
    const options = resultOptions(folder, result, seconds, seconds * 176_000, long);
    const own = (workers: number) => [path, result, JSON.stringify({ workers })];
    return [
      ownScript("longwave", SCRIPT, own(1), options),
      native([...FFMPEG_ARGS, "-i", path, "-c:a", "pcm_s16le", result], options),
      ownScript("longwave, 2 workers", SCRIPT, own(2), options),
    ];
  };
}

/** WAV to a compressed recording: 10 minutes, or 60. */
export function encodeContenders(format: MediaFormat) {
  return async (folder: string, long: boolean): Promise<Contender[]> => {
    const { path, seconds } = await makeWav(folder, long);
    const result = join(folder, `encoded.${format}`);
    const options = resultOptions(folder, result, seconds, seconds * 4000, long);
    return [
      ownScript("longwave", SCRIPT, [path, result], options),
      native([...FFMPEG_ARGS, "-i", path, ...ENCODERS[format], result], options),
      ownScript("longwave, fast", SCRIPT, [path, result, JSON.stringify({ fast: true })], options),
    ];
  };
}

/** 100 clips of 3 s out of a compressed recording, as WAV: of 10 minutes, or 60. */
export function clipContenders(format: MediaFormat) {
  return async (folder: string, long: boolean): Promise<Contender[]> => {
    const { path, seconds } = await makeMedia(folder, format, long);
    const out = join(folder, "media-clips");
    const step = Math.floor(seconds / CLIPS);
    const options = {
      folder,
      rounds: long ? 3 : 5,
      audioSeconds: seconds,
      prepare() {
        rmSync(out, { recursive: true, force: true });
        mkdirSync(out);
      },
      check() {
        const { length } = readdirSync(out);
        if (length !== CLIPS) throw new Error(`${length} clips were made, not ${CLIPS}`);
      },
    };
    const one = (index: number) =>
      `ffmpeg ${FFMPEG_ARGS.join(" ")} -ss ${index * step} -t ${CLIP_SECONDS} -i '${path}' '${out}/clip${index}.wav'`;
    const loop = Array.from({ length: CLIPS }, (_, index) => one(index)).join(" && ");
    return [
      ownScript("longwave", "cut-media.mjs", [path, out, `${CLIPS}`, `${CLIP_SECONDS}`], options),
      contender("ffmpeg", "sh", ["-c", loop], { ...options, needs: "ffmpeg" }),
    ];
  };
}

/** What is resident while recordings are converted that are short, long and very long. Ten times as long is as much memory. */
export async function mediaMemoryContenders(folder: string, long: boolean): Promise<Contender[]> {
  const result = (name: string) => join(folder, `memory.${name}`);
  const convert = (name: string, path: string, ending: string, seconds: number, options = {}) =>
    ownScript(name, SCRIPT, [path, result(ending), JSON.stringify(options)], {
      folder,
      rounds: 1,
      audioSeconds: seconds,
      prepare: () => rmSync(result(ending), { force: true }),
    });
  const contenders: Contender[] = [];
  for (const isLong of long ? [false, true] : [false]) {
    const minutes = isLong ? "60 minutes" : "10 minutes";
    const mp3 = await makeMedia(folder, "mp3", isLong);
    const m4a = await makeMedia(folder, "m4a", isLong);
    const wav = await makeWav(folder, isLong);
    contenders.push(
      convert(`mp3 to WAV, ${minutes}`, mp3.path, "wav", mp3.seconds, { workers: 1 }),
      convert(`m4a to WAV, ${minutes}`, m4a.path, "wav", m4a.seconds, { workers: 1 }),
      convert(`m4a to WAV, ${minutes}, 2 workers`, m4a.path, "wav", m4a.seconds, { workers: 2 }),
      convert(`WAV to flac, ${minutes}`, wav.path, "flac", wav.seconds),
    );
  }
  const silence = await makeSilence(folder, LARGE_BYTES);
  const clip = { from: 30_000, to: 30_600 };
  contenders.push(convert("10 minutes behind 5 GB of RF64 to flac", silence, "flac", 600, clip));
  if (long) {
    const film = await makeFilm(folder);
    const seconds = LARGE_BYTES / 176_400;
    contenders.push(
      convert("6 GB of RF64 to flac", silence, "flac", seconds),
      convert("film of 5 GB to flac", film.path, "flac", film.seconds),
    );
  }
  return contenders;
}

/** The first 4096 frames of an mp3 that the system does not have in memory, and how long a job takes to stop. */
export async function mediaStartContenders(folder: string, long: boolean): Promise<Contender[]> {
  const { path } = await makeMedia(folder, "mp3", long);
  const wav = await makeWav(folder, long);
  const options = { folder, rounds: 9 };
  const prepare = () => void dropCache(path);
  return [
    ownScript("longwave", "start-media.mjs", [path], { ...options, prepare }),
    ownScript("longwave, in the cache", "start-media.mjs", [path], options),
    ownScript("longwave, stopping", "stop-media.mjs", [wav.path], options),
  ];
}

function native(args: readonly string[], options: ContenderOptions): Contender {
  return contender("ffmpeg", "ffmpeg", args, { ...options, needs: "ffmpeg" });
}

function resultOptions(
  folder: string,
  result: string,
  audioSeconds: number,
  leastBytes: number,
  long: boolean,
): ContenderOptions {
  return {
    folder,
    rounds: long ? 3 : 5,
    audioSeconds,
    prepare: () => rmSync(result, { force: true }),
    check() {
      const { size } = statSync(result);
      if (size < leastBytes) throw new Error(`the result has ${size} bytes`);
    },
  };
}
