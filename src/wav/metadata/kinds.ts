import { optionError } from "../../stream/error.ts";
import { readAcidLoop, writeAcidLoop } from "./acid.ts";
import { readBext, writeBext } from "./bext.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { readCart, writeCart } from "./cart.ts";
import { readChna, writeChna } from "./chna.ts";
import { type LocatedBody, readCues, writeCues } from "./cues.ts";
import { readId3, writeId3 } from "./id3.ts";
import { readInfo, writeInfo } from "./info.ts";
import { readInstrument, writeInstrument } from "./inst.ts";
import type { TypedMetadata, WavMetadata } from "./metadata.ts";
import { type MetadataChunk, metadataChunk } from "./metadata-chunk.ts";
import { readPeaks, writePeaks } from "./peak.ts";
import { readSampler, writeSampler } from "./smpl.ts";
import { readXml, writeXml } from "./xml.ts";

/** A chunk whose body is at hand. */
export interface LoadedChunk extends LocatedBody {
  readonly chunk: MetadataChunk;
}

/** How one kind of metadata is read out of chunks and written into them. */
export interface MetadataKind<T> {
  /** Whether a chunk is of this kind. */
  owns(chunk: Pick<MetadataChunk, "id" | "listType">): boolean;
  /** Whether several chunks make one value; else the first one that can be read counts. */
  readonly isTogether?: true;
  /** `undefined` where nothing can honestly be read. */
  read(chunks: readonly LoadedChunk[], context: Omit<BodyContext, "offset">): T | undefined;
  write(value: T, layout: BodyLayout): readonly MetadataChunk[];
}

/** All kinds, in the order in which they are written. What belongs before the audio by its standard comes first. */
export const KINDS: { readonly [K in keyof TypedMetadata]-?: MetadataKind<NonNullable<TypedMetadata[K]>> } = {
  bext: single("bext", readBext, writeBext),
  cart: single("cart", readCart, writeCart),
  info: {
    owns: ({ listType }) => listType === "INFO",
    // Programs differ in which list they show: once edited, there is only one.
    isTogether: true,
    read: readInfo,
    // A list of nothing is no list.
    write: (info, layout) =>
      Object.keys(info).length === 0
        ? []
        : [metadataChunk("LIST", writeInfo(info, layout), layout.littleEndian)],
  },
  cues: {
    owns: ({ id, listType }) => id === "cue " || listType === "adtl",
    isTogether: true,
    read: (chunks, context) =>
      readCues(
        chunks.filter(({ chunk }) => chunk.id === "cue "),
        chunks.filter(({ chunk }) => chunk.listType === "adtl"),
        context,
      ),
    write(cues, layout) {
      const { cue, adtl } = writeCues(cues, layout);
      const points = cues.points.length > 0 ? [metadataChunk("cue ", cue, layout.littleEndian)] : [];
      return adtl ? [...points, metadataChunk("LIST", adtl, layout.littleEndian)] : points;
    },
  },
  sampler: single("smpl", readSampler, writeSampler),
  instrument: single("inst", readInstrument, writeInstrument),
  acid: single("acid", readAcidLoop, writeAcidLoop),
  peaks: single("PEAK", readPeaks, writePeaks),
  chna: single("chna", readChna, writeChna),
  axml: single("axml", readXml, writeXml),
  ixml: single("iXML", readXml, writeXml),
  id3: {
    owns: ({ id }) => id === "ID3 " || id === "id3 ",
    read: readFirst(readId3),
    write: (tag) => [metadataChunk("ID3 ", writeId3(tag))],
  },
};

/** The names of all kinds, in the order in which they are written. */
export function kindNames(): readonly (keyof TypedMetadata)[] {
  return Object.keys(KINDS) as (keyof TypedMetadata)[];
}

/**
 * Refuses what is no metadata: a function that gave nothing, or a name that no kind has.
 *
 * @throws LongwaveError `options/invalid`
 */
export function checkMetadata(metadata: WavMetadata): void {
  if (typeof metadata !== "object" || metadata === null) {
    throw optionError("metadata", "an object, as readMetadata gives it", metadata);
  }
  const names: readonly string[] = [...kindNames(), "others"];
  const unknown = Object.keys(metadata).find((name) => !names.includes(name));
  if (unknown !== undefined) throw optionError("metadata", `an object with ${names.join(", ")}`, unknown);
}

/** A kind that is one chunk with an identifier of its own. */
function single<T>(
  id: string,
  read: (body: Uint8Array, context: BodyContext) => T | undefined,
  write: (value: T, layout: BodyLayout) => Uint8Array,
): MetadataKind<T> {
  return {
    owns: (chunk) => chunk.id === id,
    read: readFirst(read),
    write: (value, layout) => [metadataChunk(id, write(value, layout), layout.littleEndian)],
  };
}

function readFirst<T>(
  read: (body: Uint8Array, context: BodyContext) => T | undefined,
): MetadataKind<T>["read"] {
  return ([first], context) => first && read(first.body, { ...context, offset: first.offset });
}
