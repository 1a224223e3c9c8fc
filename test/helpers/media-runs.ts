import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Chapter, CoverPicture, MediaFacts, MediaStream } from "../../src/transcode/media.ts";
import { planMedia } from "../../src/transcode/plan/media-plan.ts";
import type { MediaPlan, PlanRequest } from "../../src/transcode/plan/plan-request.ts";
import { output } from "./wav-tool.ts";

const run = promisify(execFile);

/** What ffprobe finds in a file. */
export interface Probed {
  readonly duration: number;
  readonly brand: string | undefined;
  /** By lower-case names, those of the file and of its sound. */
  readonly tags: Readonly<Record<string, string>>;
  readonly chapters: readonly Chapter[];
  readonly audio: {
    readonly codec_name: string;
    readonly sample_rate: string;
    readonly channels: number;
    readonly bits_per_raw_sample?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly covers: number;
  readonly bytes: number;
}

/** Runs a plan with the ffmpeg that is installed, through a pipe where the sink cannot go back. */
export async function runPlan(request: PlanRequest): Promise<MediaPlan & { readonly path: string }> {
  const plan = planMedia(request);
  for (const { name, bytes } of plan.files) await writeFile(`${request.folder}/${name}`, bytes);
  const path = `${request.folder}/${request.output}`;
  if (request.canPatch) await run("ffmpeg", [...plan.args]);
  else
    await writeFile(path, Buffer.concat([plan.prefix, await piped([...plan.args.slice(0, -1), "pipe:1"])]));
  return { ...plan, path };
}

async function piped(args: readonly string[]): Promise<Buffer> {
  const child = spawn("ffmpeg", args, { stdio: ["ignore", "pipe", "pipe"] });
  const pieces: Buffer[] = [];
  let log = "";
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  child.stderr.on("data", (text: Buffer) => {
    log += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(log);
  return Buffer.concat(pieces);
}

/** Asks ffprobe. */
export async function probe(path: string): Promise<Probed> {
  const shown = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"];
  const json = JSON.parse(new TextDecoder().decode(await output("ffprobe", "-v", "error", ...shown, path)));
  const audio = json.streams.find((stream: { codec_type: string }) => stream.codec_type === "audio");
  const tags = Object.entries({ ...json.format.tags, ...audio.tags });
  return {
    duration: Number(json.format.duration),
    brand: json.format.tags?.major_brand,
    tags: Object.fromEntries(tags.map(([name, value]) => [name.toLowerCase(), String(value)])),
    chapters: json.chapters.map((chapter: Record<string, string> & { tags?: { title?: string } }) => ({
      start: Number(chapter["start_time"]),
      end: Number(chapter["end_time"]),
      title: chapter.tags?.title ?? "",
    })),
    audio,
    covers: json.streams.filter((stream: { disposition: { attached_pic: number } }) => {
      return stream.disposition.attached_pic === 1;
    }).length,
    bytes: Number(json.format.size),
  };
}

/** How many frames ffmpeg decodes. */
export async function decodedFrames(path: string, channels: number): Promise<number> {
  const { stdout } = await run("ffmpeg", ["-v", "error", "-i", path, "-map", "0:a", "-f", "s16le", "-"], {
    encoding: "buffer",
    maxBuffer: 2 ** 28,
  });
  return stdout.length / 2 / channels;
}

/** The cover of a file, as the bytes that it was given. */
export async function coverBytes(path: string): Promise<Buffer> {
  const args = ["-v", "error", "-i", path, "-map", "0:v", "-c", "copy", "-f", "image2pipe", "-"];
  const { stdout } = await run("ffmpeg", args, { encoding: "buffer", maxBuffer: 2 ** 26 });
  return stdout;
}

/** Makes a recording of two tones, which are computed for five seconds and then repeated. */
export async function makeSound(path: string, seconds: number, ...args: readonly string[]): Promise<void> {
  const tones =
    "aevalsrc=0.3*sin(2*PI*440*t)|0.3*sin(2*PI*700*t)+0.05*random(0):s=44100:d=5,aloop=loop=-1:size=220500";
  await run("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-f",
    "lavfi",
    "-i",
    tones,
    "-t",
    String(seconds),
    ...args,
    path,
  ]);
}

/** Makes a picture. */
export async function makeCover(path: string, pixels: number): Promise<CoverPicture> {
  const filter = `testsrc2=s=${pixels}x${pixels}`;
  await run("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", filter, "-frames:v", "1", path]);
  const bytes = new Uint8Array(await readFile(path));
  return { mimeType: path.endsWith(".png") ? "image/png" : "image/jpeg", bytes };
}

/** What an input says of itself. */
export function mediaFacts(
  seconds: number,
  audio: Partial<MediaStream> = {},
  facts: Partial<MediaFacts> = {},
): MediaFacts {
  const stream: MediaStream = {
    index: 0,
    kind: "audio",
    codec: "pcm_s16le",
    sampleRate: 44_100,
    channels: 2,
    isCover: false,
    ...audio,
  };
  return {
    container: "wav",
    duration: seconds,
    streams: [stream],
    audio: stream,
    tags: {},
    chapters: [],
    exact: true,
    ...facts,
  };
}
