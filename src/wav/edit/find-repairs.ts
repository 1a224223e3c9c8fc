import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { Chunk } from "../chunk.ts";
import { chunkHeader } from "../chunk-header.ts";
import { CONTAINERS } from "../container.ts";
import { DS64_BYTES, ds64Body, SIZE_IN_DS64 } from "../ds64.ts";
import { factBody, fileHead } from "../header.ts";
import type { Wav } from "../wav.ts";
import type { Overwrite } from "./overwrite.ts";
import { endOfChunks } from "./placement.ts";
import { type RightLayout, rightLayout } from "./right-layout.ts";
import { chunkSizeField, fileSizeField, sizeBytes } from "./size-field.ts";
import { unfinishedEdit } from "./unfinished-edit.ts";

/** Bytes of a file that are put right. */
export interface WavRepair extends Overwrite {
  /** What stands there now; less than `expected` at the file's end. Of what is cut off, 4096 bytes at most. */
  readonly actual: Uint8Array;
}

/** As much is shown of what is cut off. */
const MOST_SHOWN_BYTES = 4096;

/** What tells of a chunk whose size is not the one that its header says. */
const WRONG_SIZES: readonly string[] = [
  "wav/size-unknown",
  "wav/size-wrapped",
  "wav/size-hides-chunks",
  "wav/data-size-zero",
  "wav/truncated",
];

/**
 * What has to be changed for every size in a file to be right: chunks first, the size of the whole last.
 *
 * @throws LongwaveError `wav/not-repairable`
 */
export async function findRepairs(wav: Wav): Promise<readonly WavRepair[]> {
  const layout = rightLayout(wav);
  const writes = [
    ...endRepairs(wav, layout),
    ...sizeRepairs(wav, layout),
    ...(await factRepairs(wav, layout)),
    ...(await fileRepairs(wav, layout)),
    ...(await unfinishedEdit(wav)),
  ];
  const repairs = await Promise.all(writes.map((write) => withActual(wav.source, write)));
  return repairs.filter(
    ({ actual, expected }) =>
      actual.length !== expected.length || expected.some((byte, index) => byte !== actual[index]),
  );
}

/** Padding that is missing at the end, or a header that the file ends within. */
function endRepairs({ source, chunks, container, warnings }: Wav, { end }: RightLayout): Overwrite[] {
  const missing = end - source.size;
  if (missing > 0) return [{ what: "padding", offset: source.size, expected: new Uint8Array(missing) }];
  const wasLonger = warnings.some(
    ({ code, actual, expected }) => code === "wav/riff-size" && Number(actual) > Number(expected),
  );
  const { padded } = endOfChunks(CONTAINERS[container], chunks);
  const rest = source.size - padded;
  return wasLonger && rest > 0 && rest < CONTAINERS[container].chunkHeaderBytes
    ? [{ what: "the beginning of a chunk's header", offset: padded, expected: new Uint8Array(0) }]
    : [];
}

/** The sizes of chunks, in their headers or, of the audio, in ds64 where there is one. */
function sizeRepairs(wav: Wav, { container, ds64 }: RightLayout): Overwrite[] {
  const wrong = wav.chunks.filter((chunk) =>
    wav.warnings.some(
      ({ code, offset }) => WRONG_SIZES.includes(code) && offset >= chunk.offset && offset < chunk.bodyOffset,
    ),
  );
  return wrong.flatMap((chunk) => {
    const field = chunkSizeField(container, chunk);
    const what = `the size of the ${JSON.stringify(chunk.id)} chunk`;
    const end = chunk.bodyOffset + chunk.size;
    const isIn64 =
      ds64 !== undefined && (chunk.bodyOffset === wav.data.offset || field.value >= SIZE_IN_DS64);
    const expected = sizeBytes(field, isIn64 ? field.origin + SIZE_IN_DS64 : end);
    const own = { what, offset: field.offset, expected };
    return isIn64 && ds64.id === "ds64" && chunk.bodyOffset === wav.data.offset
      ? [{ what: `${what} in ds64`, ...in64(ds64, 8, chunk.size) }, own]
      : [own];
  });
}

/** The number of frames, where the file says one and it is not that. */
async function factRepairs(
  { source, chunks, frames, warnings }: Wav,
  { container, ds64 }: RightLayout,
): Promise<Overwrite[]> {
  const fact = chunks.find(({ id }) => id === "fact");
  if (!fact || !warnings.some(({ code }) => code === "wav/fact-count")) return [];
  const what = "the number of frames";
  const present = new Uint8Array(4);
  await readFully(source, fact.bodyOffset, present);
  const isIn64 = ds64?.id === "ds64" && present.every((byte) => byte === 0xff);
  if (isIn64) return [{ what: `${what} in ds64`, ...in64(ds64, 16, frames) }];
  return [{ what, offset: fact.bodyOffset, expected: factBody(container, frames).subarray(0, fact.size) }];
}

/** The size of the whole, and the container where that changes with it. */
async function fileRepairs(wav: Wav, { container, end, ds64 }: RightLayout): Promise<Overwrite[]> {
  const { source, chunks, frames, data } = wav;
  const what = "the size of the file";
  if (ds64 && ds64.id !== "ds64") {
    const audio = chunks.find(({ bodyOffset }) => bodyOffset === data.offset);
    const dataSize = audio?.size ?? data.size;
    const body = ds64Body({ riffSize: end - 8, dataSize, sampleCount: frames, table: [] });
    return [
      { what: "the sizes of 64 bits", offset: ds64.bodyOffset, expected: body.subarray(0, DS64_BYTES) },
      // It is nothing until it is complete.
      { what: "their chunk", offset: ds64.offset, expected: chunkHeader(container, "ds64", ds64.size) },
      { what, offset: 0, expected: fileHead(container, undefined) },
    ];
  }
  if (container.name !== wav.container) return [{ what, offset: 0, expected: fileHead(container, end) }];
  const field = await fileSizeField(source, container, ds64);
  const declaredEnd = field.origin + field.value;
  // A padding byte at the end is counted or not; and what lies behind the last chunk may be somebody's.
  const isRight =
    declaredEnd >= endOfChunks(container, chunks).body && declaredEnd <= Math.max(end, source.size);
  return isRight ? [] : [{ what, offset: field.offset, expected: sizeBytes(field, end) }];
}

/** A number in a ds64 chunk. */
function in64(ds64: Chunk, at: number, value: number): Pick<Overwrite, "offset" | "expected"> {
  const field = { offset: ds64.bodyOffset + at, length: 8, littleEndian: true, origin: 0 } as const;
  return { offset: field.offset, expected: sizeBytes(field, value) };
}

/** The same with what stands there now. */
async function withActual(source: ByteSource, write: Overwrite): Promise<WavRepair> {
  const { offset, expected } = write;
  const length = Math.min(expected.length || MOST_SHOWN_BYTES, source.size - offset);
  const actual = new Uint8Array(length);
  await readFully(source, offset, actual);
  return { ...write, actual };
}
