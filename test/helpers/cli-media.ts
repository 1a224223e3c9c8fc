import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { planesSource } from "../../src/audio/planes-source.ts";
import { copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import type { Chapter } from "../../src/transcode/media.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import type { OutputFormat } from "../../src/transcode/transcode-options.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { music } from "./music.ts";

export const MEDIA_RATE = 44_100;
export const MEDIA_SECONDS = 3;
export const MEDIA_FRAMES: number = MEDIA_RATE * MEDIA_SECONDS;

/** What the recordings of `mediaFolder` say of themselves. */
export const MEDIA_TAGS: Readonly<Record<string, string>> = { title: "A talk", artist: "Ada" };
export const MEDIA_CHAPTERS: readonly Chapter[] = [
  { start: 0, end: 1, title: "One" },
  { start: 1, end: 3, title: "Two" },
];

/** A PNG picture of one grey pixel. */
export const PICTURE: Buffer = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);

/**
 * For the tests of a file: a folder with three seconds of music as `talk.wav`, `talk.mp3`, `talk.m4a` and `talk.flac`, made by our
 * own encoder, with tags and chapters, and `cover.png`.
 */
export function mediaFolder(): { readonly path: string } {
  const folder = { path: "" };
  beforeAll(async () => {
    folder.path = mkdtempSync(join(tmpdir(), "longwave-media-"));
    const sound = planesSource(music(MEDIA_RATE, MEDIA_SECONDS), MEDIA_RATE);
    const wav = memorySink();
    await copy(encodeWav(sound, { encoding: "pcm", bitsPerSample: 16 }), wav);
    writeFileSync(join(folder.path, "talk.wav"), wav.bytes());
    writeFileSync(join(folder.path, "cover.png"), PICTURE);
    const { encodeMedia, close } = transcoder({ workers: 1 });
    for (const format of ["mp3", "m4a", "flac"] satisfies OutputFormat[]) {
      const sink = memorySink();
      await encodeMedia(sound, sink, { format, bits: 16, tags: MEDIA_TAGS, chapters: MEDIA_CHAPTERS });
      writeFileSync(join(folder.path, `talk.${format}`), sink.bytes());
    }
    close();
  });
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }));
  return folder;
}

/** What ffprobe says of a file. */
export interface Probed {
  readonly format: {
    readonly format_name: string;
    readonly duration: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly streams: readonly {
    readonly codec_name: string;
    readonly codec_type: string;
    readonly sample_rate?: string;
    readonly channels?: number;
  }[];
  readonly chapters: readonly { readonly start_time: string; readonly tags?: { readonly title: string } }[];
}

/** Has the system's ffprobe read a file. */
export function ffprobe(path: string): Probed {
  const what = ["-show_format", "-show_streams", "-show_chapters"];
  return JSON.parse(
    execFileSync("ffprobe", ["-v", "error", "-of", "json", ...what, path], { encoding: "utf8" }),
  );
}
