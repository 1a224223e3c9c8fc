import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { noise, scratchFolder } from "./cli-recording.ts";
import { chunk, formatBody, wavBytes } from "./wav-chunks.ts";

/** Two seconds of mono at 8 kHz, 16 bits: the audio of the files here. */
export const TAKE_SAMPLES: Uint8Array = noise(32_000);

/** A folder with `take.wav`, which has this metadata before its audio, and then these chunks. */
export function folderWithMetadata(metadata: WavMetadata, chunks: readonly Uint8Array[] = []): string {
  const cwd = scratchFolder();
  const described = writeMetadata(metadata).map(({ id, bytes = new Uint8Array(0) }) => chunk(id, bytes));
  const file = wavBytes([chunk("fmt ", formatBody()), ...described, ...chunks, chunk("data", TAKE_SAMPLES)]);
  writeFileSync(join(cwd, "take.wav"), file);
  return cwd;
}
