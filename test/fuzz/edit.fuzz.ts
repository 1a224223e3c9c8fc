import assert from "node:assert/strict";
import { memoryFile } from "../../src/stream/memory-file.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { editWav } from "../../src/wav/edit/edit-wav.ts";
import { repairWav } from "../../src/wav/edit/repair-wav.ts";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { metadataChunk } from "../../src/wav/metadata/metadata-chunk.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { attempt } from "./attempt.ts";
import { diceOf } from "./dice.ts";

const EDITS = 3;

/** Any file that opens keeps its audio through repairs and edits, and has the metadata that was asked for. */
export async function fuzz(bytes: Uint8Array): Promise<void> {
  const before = await attempt(() => openWav(memorySource(bytes)));
  if (before === undefined) return;
  const audio = await audioOf(bytes);
  const dice = diceOf(bytes);
  const file = memoryFile(bytes);

  if (dice(2) === 0 && (await attempt(() => repairWav(file)))) {
    assert.deepStrictEqual(await audioOf(file.bytes()), audio, "a repair changed the audio");
    assert.deepStrictEqual(await repairWav(file), [], "a repaired file is not right");
  }
  for (let edit = 0; edit < EDITS; edit++) {
    const old = await metadataOf(file.bytes());
    let wanted = old;
    const done = await attempt(() =>
      editWav(file, (metadata) => {
        wanted = changed(metadata, dice);
        return wanted;
      }),
    );
    assert.deepStrictEqual(await audioOf(file.bytes()), audio, "an edit changed the audio");
    const after = await metadataOf(file.bytes());
    assert.deepStrictEqual(await comparable(after), await comparable(done ? wanted : old));
  }
}

/** Another title, and sometimes chunks of nobody's kind in addition to the others, or instead of them. */
function changed(metadata: WavMetadata, dice: (end: number) => number): WavMetadata {
  const added = dice(2) === 0 ? [metadataChunk("zzzz", pattern(dice(500)))] : [];
  const others = [...(dice(4) === 0 ? [] : (metadata.others ?? [])), ...added];
  const info = dice(3) === 0 ? metadata.info : { ...metadata.info, INAM: "x".repeat(1 + dice(300)) };
  return { ...metadata, ...(info && { info }), others };
}

/** Where the audio lies, and its bytes. */
async function audioOf(bytes: Uint8Array): Promise<unknown> {
  const { data, source, frames } = await openWav(memorySource(bytes));
  return { data, frames, bytes: await bytesAt(source, data.offset, data.size) };
}

async function metadataOf(bytes: Uint8Array): Promise<WavMetadata> {
  return readMetadata(await openWav(memorySource(bytes.slice())));
}

/** Metadata without the places of its chunks, and without their order. */
async function comparable({ others = [], ...typed }: WavMetadata): Promise<unknown> {
  const raw = others.map(async ({ id, body }) => `${id} ${(await bytesAt(body, 0, body.size)).join()}`);
  return { ...typed, others: (await Promise.all(raw)).sort() };
}
