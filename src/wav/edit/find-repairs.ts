import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import { type Chunk, characterBytes, readFourCharacters } from "../chunk.ts";
import { CONTAINERS, type Container } from "../container.ts";
import { DS64_SIZES_BYTES, SIZE_IN_DS64 } from "../ds64.ts";
import { factBody, fileHead } from "../header.ts";
import { type OpenWavOptions, openWav } from "../open-wav.ts";
import type { Wav } from "../wav.ts";
import type { Overwrite } from "./overwrite.ts";
import { endOfChunks } from "./placement.ts";
import { type RightLayout, rightLayout } from "./right-layout.ts";
import { chunkSizeField, fileSizeField, sizeBytes } from "./size-field.ts";
import { unfinishedEdit } from "./unfinished-edit.ts";
import { WRONG_CHUNK_SIZES } from "./wrong-sizes.ts";

/** How a recording that is to be repaired is read. */
export interface RepairWavOptions extends Pick<OpenWavOptions, "dataToEnd" | "signal"> {}

/** Bytes of a file that are put right: a number, an identifier, or bytes at the end that are missing or too many. */
export interface WavRepair extends Overwrite {
  /** What stands there now; less than `expected` at the file's end. Of what is cut off, 4096 bytes at most. */
  readonly actual: Uint8Array;
  /** The number, or the four characters of the identifier, that stands there now; absent for bytes at the end. */
  readonly actualValue?: number | string;
  /** That which has to stand there. */
  readonly expectedValue?: number | string;
}

/** A change with what its bytes are, which nothing is said of where they are added or cut off. */
interface Write extends Overwrite {
  readonly holds?: "number" | "identifier";
}

/** As much is shown of what is cut off. */
const MOST_SHOWN_BYTES = 4096;

/**
 * What `repairWav` would change for every size in a file to be right, in the order in which it would write it: chunks
 * first, the size of the whole last. Nothing for a file that is right.
 *
 * @throws LongwaveError `wav/not-repairable` as `repairWav` does; what `openWav` throws
 */
export async function findRepairs(
  source: ByteSource,
  options: RepairWavOptions = {},
): Promise<readonly WavRepair[]> {
  const wav = await openWav(source, options);
  const layout = rightLayout(wav);
  const writes: Write[] = [
    ...endRepairs(wav, layout),
    ...sizeRepairs(wav, layout),
    ...(await factRepairs(wav, layout)),
    ...(await fileRepairs(wav, layout)),
    ...(await unfinishedEdit(wav)).map(asIdentifier),
  ];
  const repairs = await Promise.all(writes.map((write) => withActual(source, layout.container, write)));
  return repairs.filter(
    ({ actual, expected }) =>
      actual.length !== expected.length || expected.some((byte, index) => byte !== actual[index]),
  );
}

/** Padding that is missing at the end, or a header that the file ends within. */
function endRepairs({ source, chunks, container, warnings }: Wav, { end }: RightLayout): Write[] {
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
function sizeRepairs(wav: Wav, { container, ds64 }: RightLayout): Write[] {
  const warnings = wav.warnings.filter(({ code }) => WRONG_CHUNK_SIZES.includes(code));
  const wrong = new Set(warnings.map(({ offset }) => offset));
  const chunks = wav.chunks.filter(({ offset }) => wrong.has(offset + container.sizeOffset));
  return chunks.flatMap((chunk) => {
    const field = chunkSizeField(container, chunk);
    const what = `the size of the ${JSON.stringify(chunk.id)} chunk`;
    const end = chunk.bodyOffset + chunk.size;
    const isIn64 =
      ds64 !== undefined && (chunk.bodyOffset === wav.data.offset || field.value >= SIZE_IN_DS64);
    const own = number(what, field.offset, sizeBytes(field, isIn64 ? field.origin + SIZE_IN_DS64 : end));
    return isIn64 && ds64.id === "ds64" && chunk.bodyOffset === wav.data.offset
      ? [in64(ds64, 8, `${what} in ds64`, chunk.size), own]
      : [own];
  });
}

/** The number of frames, where the file says one and it is not that. */
async function factRepairs(
  { source, chunks, frames, warnings }: Wav,
  { container, ds64 }: RightLayout,
): Promise<Write[]> {
  const fact = chunks.find(({ id }) => id === "fact");
  if (!fact || !warnings.some(({ code }) => code === "wav/fact-count")) return [];
  const what = "the number of frames";
  const present = new Uint8Array(4);
  await readFully(source, fact.bodyOffset, present);
  const isIn64 = ds64?.id === "ds64" && present.every((byte) => byte === 0xff);
  if (isIn64) return [in64(ds64, 16, `${what} in ds64`, frames)];
  // In Wave64 it has 64 bits, but for those who write 32.
  return [number(what, fact.bodyOffset, factBody(container, frames).subarray(0, fact.size < 8 ? 4 : 8))];
}

/** The size of the whole, and the container where that changes with it. */
async function fileRepairs(wav: Wav, { container, end, ds64 }: RightLayout): Promise<Write[]> {
  const { source, chunks, frames, data } = wav;
  if (ds64 && ds64.id !== "ds64") {
    const audio = chunks.find(({ bodyOffset }) => bodyOffset === data.offset);
    return [
      in64(ds64, 0, "the size of the file in ds64", end - 8),
      in64(ds64, 8, "the size of the audio in ds64", audio?.size ?? data.size),
      in64(ds64, 16, "the number of frames in ds64", frames),
      number("the number of other sizes in ds64", ds64.bodyOffset + DS64_SIZES_BYTES, new Uint8Array(4)),
      // It is nothing until it is complete.
      asIdentifier({ what: "the chunk of these", offset: ds64.offset, expected: characterBytes("ds64") }),
      ...headRepairs(container, undefined),
    ];
  }
  if (container.name !== wav.container) return headRepairs(container, end);
  const field = await fileSizeField(source, container, ds64);
  const declaredEnd = field.origin + field.value;
  // A padding byte at the end is counted or not; and what lies behind the last chunk may be somebody's.
  const isRight =
    declaredEnd >= endOfChunks(container, chunks).body && declaredEnd <= Math.max(end, source.size);
  return isRight ? [] : [number(FILE_SIZE, field.offset, sizeBytes(field, end))];
}

const FILE_SIZE = "the size of the file";

/** Another container's identifier, and the size of the file in it. */
function headRepairs(container: Container, end: number | undefined): Write[] {
  const head = fileHead(container, end);
  return [
    asIdentifier({ what: "the container", offset: 0, expected: head.subarray(0, 4) }),
    number(FILE_SIZE, 4, head.subarray(4, 8)),
  ];
}

/** A number in a ds64 chunk (EBU Tech 3306, section 3.2). */
function in64(ds64: Chunk, at: number, what: string, value: number): Write {
  const offset = ds64.bodyOffset + at;
  return number(what, offset, sizeBytes({ offset, length: 8, littleEndian: true, origin: 0 }, value));
}

function number(what: string, offset: number, expected: Uint8Array): Write {
  return { what, offset, expected, holds: "number" };
}

/** An identifier, unless it is the end of the file that is meant. */
function asIdentifier(write: Overwrite): Write {
  return write.expected.length === 0 ? write : { ...write, holds: "identifier" };
}

/** The same with what stands there now. */
async function withActual(
  source: ByteSource,
  { littleEndian }: Container,
  { holds, ...write }: Write,
): Promise<WavRepair> {
  const { offset, expected } = write;
  const actual = new Uint8Array(Math.min(expected.length || MOST_SHOWN_BYTES, source.size - offset));
  await readFully(source, offset, actual);
  if (holds === undefined) return { ...write, actual };
  const valueIn = (bytes: Uint8Array) =>
    holds === "number" ? numberIn(bytes, littleEndian) : readFourCharacters(bytes, 0);
  return { ...write, actual, actualValue: valueIn(actual), expectedValue: valueIn(expected) };
}

function numberIn(bytes: Uint8Array, littleEndian: boolean): number {
  const fromTheTop = littleEndian ? bytes.toReversed() : bytes;
  return fromTheTop.reduce((value, byte) => value * 256 + byte, 0);
}
