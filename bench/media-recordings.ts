import { spawnSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { makeMusic } from "./music-recordings.ts";

/** What is read and written. */
export type MediaFormat = "mp3" | "m4a" | "flac" | "opus";

/** All of them. */
export const MEDIA_FORMATS: readonly MediaFormat[] = ["mp3", "m4a", "flac", "opus"];

/** How ffmpeg writes each as we do unless told otherwise. */
export const ENCODERS: Readonly<Record<MediaFormat, readonly string[]>> = {
  mp3: ["-c:a", "libmp3lame", "-b:a", "192k"],
  m4a: ["-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"],
  flac: ["-c:a", "flac", "-compression_level", "5"],
  opus: ["-c:a", "libopus", "-b:a", "96k"],
};

/** What ffmpeg always gets: one thread, and no talk. */
export const FFMPEG_ARGS: readonly string[] = ["-nostdin", "-v", "error", "-threads", "1", "-y"];

/** A recording of music in some format. */
export interface MediaRecording {
  readonly path: string;
  readonly seconds: number;
}

/** Makes a recording of stereo music of 10 minutes or, where it is to be long, 60, unless it is there. */
export function makeWav(folder: string, long: boolean): Promise<MediaRecording> {
  return makeMusic(folder, long ? 1 : 1 / 6, 2);
}

/** The same, encoded by ffmpeg. Without ffmpeg there is none, and nobody to be measured against. */
export async function makeMedia(folder: string, format: MediaFormat, long: boolean): Promise<MediaRecording> {
  const { path: wav, seconds } = await makeWav(folder, long);
  const path = wav.replace(/\.wav$/, `.${format}`);
  encode(["-i", wav, ...ENCODERS[format]], path);
  return { path, seconds };
}

/** Makes a film of 10 minutes, 5 GB of raw pictures and some sound, unless it is there. */
export async function makeFilm(folder: string): Promise<MediaRecording> {
  const { path: wav, seconds } = await makeWav(folder, false);
  const path = join(folder, "film.mkv");
  const pictures = [
    "-f",
    "lavfi",
    "-i",
    "color=size=640x360:rate=25",
    "-c:v",
    "rawvideo",
    "-pix_fmt",
    "yuv420p",
  ];
  encode([...pictures.slice(0, 4), "-i", wav, ...pictures.slice(4), "-c:a", "aac", "-shortest"], path);
  return { path, seconds };
}

function encode(args: readonly string[], path: string): void {
  if (existsSync(path)) return;
  const unfinished = path.replace(/(\.\w+)$/, ".part$1");
  const { status, error } = spawnSync("ffmpeg", [...FFMPEG_ARGS, ...args, unfinished], { stdio: "inherit" });
  if (error) return;
  if (status !== 0) throw new Error(`ffmpeg could not make ${path}`);
  renameSync(unfinished, path);
}
