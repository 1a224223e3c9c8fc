import { readFileSync } from "node:fs";
import { join } from "node:path";
import { memorySource } from "../../src/stream/memory-source.ts";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { type CommandResult, longwave } from "./cli-command.ts";
import { chunkBody } from "./metadata-body.ts";

/** What the recording of these tests holds. */
export const INFO = { info: { INAM: "Old title", ICMT: "A comment" } } as const;

/** Runs `longwave tag take.wav` in a folder. */
export const tag = (cwd: string, ...args: string[]): Promise<CommandResult> =>
  longwave(["tag", "take.wav", ...args], { cwd });

/** The metadata that a file has. */
export async function metadataIn(cwd: string, file = "take.wav"): Promise<WavMetadata> {
  return readMetadata(await openWav(memorySource(readFileSync(join(cwd, file)))));
}

/** The samples that it has. */
export const audioIn = (cwd: string, file = "take.wav"): Uint8Array =>
  chunkBody(Uint8Array.from(readFileSync(join(cwd, file))), "data");
