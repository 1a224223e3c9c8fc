import wasmUrl from "@ffmpeg/core/wasm?url";
import scriptUrl from "@ffmpeg/core?url";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { type CoreUrls, type OutputFormat, type Transcoder, transcoder } from "../../src/transcode/index.ts";

/** Where the server of the tests has the package. */
export const CORE: Required<CoreUrls> = { scriptUrl, wasmUrl };

/** By the number of their workers: ffmpeg is fetched and compiled once for each, not for each test. */
const pages = new Map<number, Transcoder>();

/** Workers that are ended when a test has ended. */
export async function withTranscoder<T>(work: (page: Transcoder) => Promise<T>, workers = 4): Promise<T> {
  const page = pages.get(workers) ?? transcoder({ core: CORE, workers });
  pages.set(workers, page);
  try {
    return await work(page);
  } finally {
    page.close();
  }
}

/** A sound as a file of some format. */
export async function encoded(page: Transcoder, sound: AudioSource, format: OutputFormat): Promise<File> {
  const sink = memorySink();
  await page.encodeMedia(sound, sink, { format });
  return new File([sink.bytes()], `sound.${format}`);
}

/** A recording as a WAV file. */
export async function decoded(
  page: Transcoder,
  source: ByteSource,
  workers = 1,
): Promise<Uint8Array<ArrayBuffer>> {
  const sink = memorySink();
  await page.transcode(source, sink, { format: "wav", workers });
  return sink.bytes();
}

/** SHA-256, in hexadecimal. */
export async function digest(bytes: BufferSource | Blob): Promise<string> {
  const buffer = bytes instanceof Blob ? await bytes.arrayBuffer() : bytes;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The names of the scratch files of this page, and of those that nobody uses: tests of other files run beside this one. */
export async function scratchNames(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("longwave-scratch", { create: true });
  const names: string[] = [];
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
  const own = crypto.randomUUID();
  const { held = [] } = await navigator.locks.request(own, () => navigator.locks.query());
  const me = held.find(({ name }) => name === own)?.clientId;
  const others = held.filter(({ clientId }) => clientId !== me).map(({ name }) => name);
  return names.filter((name) => !others.includes(`longwave-scratch/${name.replace(/\.crswap$/, "")}`));
}
