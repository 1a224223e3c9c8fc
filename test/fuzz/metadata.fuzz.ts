import assert from "node:assert/strict";
import type { TypedMetadata, WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { type MetadataChunk, metadataChunk } from "../../src/wav/metadata/metadata-chunk.ts";
import { type MetadataHolder, readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { ascii, joined } from "../helpers/wav-chunks.ts";
import { withMemoryFor } from "./allocations.ts";
import { attempt } from "./attempt.ts";
import { diceOf } from "./dice.ts";

const KINDS = "bext cart smpl inst acid PEAK chna axml iXML ID3_ cue_"
  .split(" ")
  .map((id) => id.replace("_", " "));

/** Any bytes are read as a body of every kind; what was read can be written, and is then read as the same. */
export async function fuzz(input: Uint8Array): Promise<void> {
  // Fuzzers hand Buffers over.
  const bytes = Uint8Array.from(input);
  const dice = diceOf(bytes);
  const list = (type: string, body: Uint8Array) => metadataChunk("LIST", joined(ascii(type), body));
  const middle = dice(bytes.length + 1);
  const inputs = [
    ...KINDS.map((id) => [metadataChunk(id, bytes)]),
    [list("INFO", bytes)],
    [list("adtl", bytes)],
    [metadataChunk("cue ", bytes.subarray(0, middle)), list("adtl", bytes.subarray(middle))],
  ];
  for (const format of [{}, { bigEndian: true }] as const) {
    for (const chunks of inputs) {
      const read = (metadata: readonly MetadataChunk[]) =>
        withMemoryFor(bytes.length, () => readMetadata({ metadata, format }));
      const { others, ...typed } = await read(chunks);
      await checkRoundTrip(typed, format, read);
    }
  }
}

async function checkRoundTrip(
  metadata: TypedMetadata,
  format: MetadataHolder["format"],
  read: (metadata: readonly MetadataChunk[]) => Promise<WavMetadata>,
): Promise<void> {
  const write = (typed: TypedMetadata) => attempt(async () => writeMetadata(typed, format));
  const chunks = await write(metadata);
  // No points are no chunk.
  if (chunks === undefined || chunks.length === 0) return;
  const second = await read(chunks);
  // A body that was too short is written in full: what it lacked is read as zeros, and bytes are more of them.
  for (const [name, value] of Object.entries(metadata)) {
    const kept: unknown = second[name as keyof TypedMetadata];
    if (typeof value === "string" || Array.isArray(value)) assert.deepStrictEqual(kept, value, name);
    for (const [field, part] of typeof value === "string" ? [] : Object.entries(value)) {
      if (typeof part !== "object") assert.deepStrictEqual(Object(kept)[field], part, `${name}.${field}`);
    }
  }
  const again = await write(second);
  assert.ok(again !== undefined, "what was read cannot be written");
  assert.deepStrictEqual(await read(again), second);
}
