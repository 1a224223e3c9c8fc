import type { EditableFile } from "../../stream/editable-file.ts";
import { LongwaveError } from "../../stream/error.ts";
import { joinBytes } from "../../stream/join-bytes.ts";
import { streamRange } from "../../stream/stream-range.ts";
import { chunkHeader, paddingOf } from "../chunk-header.ts";
import { CONTAINERS, type Container } from "../container.ts";
import { SIZE_IN_DS64 } from "../ds64.ts";
import type { MetadataChunk } from "../metadata/metadata-chunk.ts";
import { metadataOf, type ReadMetadataOptions, readKinds } from "../metadata/read-metadata.ts";
import { openWav } from "../open-wav.ts";
import {
  MOST_SUPERSESSION_BYTES,
  supersessionBody,
  supersessionBytes,
  supersessionId,
} from "../supersession.ts";
import type { Wav } from "../wav.ts";
import { fillerId, mergeFillers } from "./filler.ts";
import { type ChangeMetadata, type ChunkChange, chunkChange } from "./metadata-change.ts";
import { overwrite } from "./overwrite.ts";
import { endOfChunks, type Placement, placeAtEnd, placeInSlack } from "./placement.ts";
import { fileSizeField } from "./size-field.ts";
import { unfinishedEdit } from "./unfinished-edit.ts";
import { WRONG_CHUNK_SIZES } from "./wrong-sizes.ts";

/** How a file is edited in place. */
export interface EditWavOptions extends ReadMetadataOptions {
  /**
   * Whether the file may become longer where it has no room within; it may unless told otherwise. Some programs do not
   * look for metadata behind the audio; of Wave64 files, libsndfile takes it for audio.
   */
  readonly append?: boolean;
}

/** What an edit did. */
export interface WavEdit {
  /** Where the new chunks are: in room that the file had, behind its former end, or nowhere because nothing changed. */
  readonly place: "slack" | "end" | "nowhere";
}

/** Oddities without which a file cannot be changed in place: who cannot trust sizes cannot change them. */
const OBSTACLES: readonly string[] = [
  ...WRONG_CHUNK_SIZES,
  "wav/leading-bytes",
  "wav/riff-size",
  "wav/no-ds64",
  "wav/no-chunk",
  "wav/no-padding",
];

/**
 * Changes the metadata of a file in place; the audio is not touched. New chunks go into room that the file has (fillers,
 * and what earlier edits left), else behind its end. They are written where nobody sees them, and come into force by one
 * byte: whenever the process or the power goes, the file has the old metadata or the new. What an earlier edit left
 * undone is done first.
 *
 * Nobody else may edit the file meanwhile.
 *
 * @param change gets the metadata and gives that which is to be; texts are written in `options.encoding`
 * @throws LongwaveError `wav/needs-repair` for a file whose sizes are wrong, `wav/no-room` where the new chunks have no
 *   place, `wav/bad-metadata`, `wav/bad-text`, `options/invalid` for what is no metadata; what `openWav` and the file
 *   throw
 */
export async function editWav(
  file: EditableFile,
  change: ChangeMetadata,
  options: EditWavOptions = {},
): Promise<WavEdit> {
  const { append = true, encoding = "auto", signal } = options;
  const open = () => openWav(file, { ...(signal && { signal }) });
  let wav = await open();
  checkEditable(wav);
  const undone = await unfinishedEdit(wav);
  await overwrite(file, undone);
  if (undone.length > 0) wav = await open();

  const container = CONTAINERS[wav.container];
  const kinds = await readKinds(wav, options);
  const before = metadataOf(wav, kinds);
  const wanted = chunkChange(kinds, before, await change(before), { encoding, container: wav.container });
  if (wanted.removed.length === 0 && wanted.added.length === 0) return { place: "nowhere" };
  const placement = await findPlace(wav, wanted, append);
  await writeBlock(file, container, wanted, placement, signal);

  await file.write(placement.commit.offset, Uint8Array.of(placement.commit.byte));
  await file.sync();
  // From here on it is done as if the process had ended: the new metadata counts, and the old is to become room.
  await overwrite(file, await unfinishedEdit(await openWav(file)));
  await mergeFillers(file, container, (await openWav(file)).chunks);
  return { place: placement.place };
}

/**
 * Refuses a file that cannot be changed in place.
 *
 * @throws LongwaveError `wav/needs-repair`
 */
export function checkEditable({ source, warnings }: Wav): void {
  for (const { code, message, offset } of warnings) {
    // Behind the last chunk it is added when something follows.
    const isAtEnd = code === "wav/no-padding" && offset === source.size;
    if (!OBSTACLES.includes(code) || isAtEnd) continue;
    throw new LongwaveError(
      "wav/needs-repair",
      `${source.name ?? "the file"} has to be repaired before it can be edited in place: ${message}`,
      { offset, actual: code },
    );
  }
}

/** @throws LongwaveError `wav/no-room` */
async function findPlace(wav: Wav, { removed, added }: ChunkChange, append: boolean): Promise<Placement> {
  const { source, chunks } = wav;
  const container = CONTAINERS[wav.container];
  const bodies = [supersessionBytes(removed.length), ...added.map(({ body }) => body.size)];
  const bytes = bodies.reduce(
    (sum, size) => sum + container.chunkHeaderBytes + size + paddingOf(container, size),
    0,
  );
  const fail = (reason: string) => {
    const message = `${source.name ?? "the file"} has no room for ${bytes} bytes of metadata: ${reason}`;
    return new LongwaveError("wav/no-room", message, { expected: bytes });
  };
  if (supersessionBytes(removed.length) > MOST_SUPERSESSION_BYTES) {
    throw fail(`an edit in place cannot remove ${removed.length} chunks`);
  }
  if (container.name !== "W64" && bodies.some((size) => size >= SIZE_IN_DS64)) {
    throw fail("a chunk of 4 GiB or more cannot be added in place");
  }
  const inSlack = placeInSlack(container, chunks, bytes);
  if (inSlack) return inSlack;
  if (!append) throw fail("no filler is large enough, and the file may not grow");
  const end = endOfChunks(container, chunks);
  const ds64 = container.hasDs64 ? chunks.find(({ id }) => id === "ds64") : undefined;
  const field = await fileSizeField(source, container, ds64);
  const declaredEnd = field.origin + field.value;
  if (source.size > end.padded || declaredEnd < end.body || declaredEnd > end.padded) {
    throw fail(`bytes that belong to no chunk lie behind the last one, at offset ${end.padded}`);
  }
  const atEnd = placeAtEnd(container, end.padded, field, bytes);
  if (!atEnd) throw fail(`the size of the file, ${source.size} bytes, cannot grow by so much at once`);
  return atEnd;
}

/** Writes the new chunks where nobody sees them, with a filler behind them where there is room to spare. */
async function writeBlock(
  file: EditableFile,
  container: Container,
  { removed, added }: ChunkChange,
  { place, offset, spare, end }: Placement,
  signal: AbortSignal | undefined,
): Promise<void> {
  const filler = fillerId(container);
  const old = removed.flatMap((chunk) => chunk.found?.offset ?? []);
  const body = supersessionBody(offset, old);
  const header = chunkHeader(container, supersessionId(filler), body.length);
  const size = file.size;
  signal?.throwIfAborted();
  try {
    // Its padding, where the last chunk was left without.
    if (place === "end") await file.truncate(offset);
    // By what it begins with, what is cut off from here on is known.
    const mark = joinBytes([header, body]);
    await file.write(offset, mark);
    await file.sync();
    let at = offset + mark.length;
    for (const chunk of added) at = await writeChunk(file, container, at, chunk, signal);
    if (spare > 0) await file.write(at, chunkHeader(container, filler, spare - container.chunkHeaderBytes));
    if (place === "end") await file.truncate(end + paddingOf(container, spare));
    await file.sync();
    signal?.throwIfAborted();
  } catch (error) {
    // The failure is what counts; what is left behind is known, and the next edit removes it.
    if (place === "end") await file.truncate(size).catch(() => {});
    throw error;
  }
}

/** @returns where the chunk ends, with its padding */
async function writeChunk(
  file: EditableFile,
  container: Container,
  offset: number,
  { id, body }: MetadataChunk,
  signal: AbortSignal | undefined,
): Promise<number> {
  await file.write(offset, chunkHeader(container, id, body.size));
  let at = offset + container.chunkHeaderBytes;
  for await (const piece of streamRange(body, 0, body.size, signal)) {
    await file.write(at, piece);
    at += piece.length;
  }
  const padding = paddingOf(container, body.size);
  if (padding > 0) await file.write(at, new Uint8Array(padding));
  return at + padding;
}
