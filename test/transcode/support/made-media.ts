import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AudioSource } from "../../../src/audio/audio-source.ts";
import type { ByteSource } from "../../../src/stream/byte-source.ts";
import { copy } from "../../../src/stream/copy.ts";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { transcoder } from "../../../src/transcode/node/index.ts";
import { encodeWav } from "../../../src/wav/encode-wav.ts";
import { haveTools } from "../../helpers/wav-tool.ts";
import type { MediaKind } from "./media-kinds.ts";

/** Whether the installed ffmpeg makes the files, and can be asked about ours. */
export const hasNative: boolean = haveTools("ffmpeg", "ffprobe");

/** What a file carries beside its sound. */
export interface MadeOptions {
  /** Arguments of the installed ffmpeg for further inputs and what is made of them. */
  readonly inputs?: readonly string[];
  readonly extra?: readonly string[];
  readonly bits?: 16 | 24;
}

const own = transcoder();

/** Bytes of sound in a kind of file: of the installed ffmpeg, or of our own encoder where there is none. */
export async function madeMedia(
  kind: MediaKind,
  sound: AudioSource,
  { inputs = [], extra = [], bits = 16 }: MadeOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (!hasNative) return encoded(kind, sound, bits);
  const folder = mkdtempSync(join(tmpdir(), "longwave-made-"));
  try {
    const [wav, path] = [join(folder, "in.wav"), join(folder, kind.name)];
    writeFileSync(wav, await wavBytes(sound, bits));
    const head = ["-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-i", wav, ...inputs];
    const run = spawnSync("ffmpeg", [...head, ...kind.native, ...extra, path], { timeout: 100_000 });
    if (run.status !== 0) throw new Error(`ffmpeg made no ${kind.name}: ${run.stderr}`);
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function encoded(kind: MediaKind, sound: AudioSource, bits: number): Promise<Uint8Array<ArrayBuffer>> {
  if (kind.own === undefined) throw new Error(`no ffmpeg makes a ${kind.name}`);
  const sink = memorySink();
  await own.encodeMedia(sound, sink, { format: kind.own, bits });
  return sink.bytes();
}

/** A WAV file of the sound. */
export async function wavBytes(sound: AudioSource, bits: 16 | 24): Promise<Uint8Array<ArrayBuffer>> {
  const sink = memorySink();
  await copy(encodeWav(sound, { encoding: "pcm", bitsPerSample: bits }), sink);
  return sink.bytes();
}

/** A source with a name, as a file has one. */
export function named(bytes: Uint8Array, name: string): ByteSource {
  return { ...memorySource(bytes), name };
}
