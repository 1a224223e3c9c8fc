import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import { CONTAINERS } from "../container.ts";
import {
  byOffset,
  isSupersession,
  isUnfinishedEdit,
  MOST_SUPERSESSION_BYTES,
  supersededBy,
} from "../supersession.ts";
import type { Wav } from "../wav.ts";
import { fillerId, fillerIdBytes } from "./filler.ts";
import type { Overwrite } from "./overwrite.ts";
import { endOfChunks } from "./placement.ts";

/** What an edit that was cut off has left to do, in the order in which it has to be done. */
export async function unfinishedEdit(wav: Wav): Promise<readonly Overwrite[]> {
  const { source, chunks } = wav;
  const container = CONTAINERS[wav.container];
  const id = fillerIdBytes(container);
  const writes: Overwrite[] = [];
  // One that had not come into force: what it has written is not part of the file.
  const end = endOfChunks(container, chunks).padded;
  if (source.size > end && (await isLeftover(source, end, wav))) {
    writes.push({ what: "the beginning of an edit", offset: end, expected: new Uint8Array(0) });
  }
  // One that had: the old chunks are there still, and nothing but its first chunk hides them.
  const places = byOffset(chunks);
  for (const chunk of chunks.filter((candidate) => isSupersession(candidate.id))) {
    const body = new Uint8Array(Math.min(chunk.size, MOST_SUPERSESSION_BYTES));
    await readFully(source, chunk.bodyOffset, body);
    const old = supersededBy(chunk, body, places);
    if (old === undefined) continue;
    for (const { id: name, offset } of old) {
      writes.push({ what: `a ${JSON.stringify(name)} chunk that was replaced`, offset, expected: id });
    }
    writes.push({ what: "the mark of an edit", offset: chunk.offset, expected: id });
  }
  return writes;
}

async function isLeftover(source: ByteSource, end: number, wav: Wav): Promise<boolean> {
  const container = CONTAINERS[wav.container];
  const bytes = new Uint8Array(Math.min(64, source.size - end));
  await readFully(source, end, bytes);
  return isUnfinishedEdit(bytes, fillerId(container), container.chunkHeaderBytes);
}
