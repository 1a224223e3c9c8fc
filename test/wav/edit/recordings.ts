import { memorySource } from "../../../src/stream/memory-source.ts";
import type { ContainerName } from "../../../src/wav/container.ts";
import { encodeWav } from "../../../src/wav/encode-wav.ts";
import type { WavMetadata } from "../../../src/wav/metadata/metadata.ts";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { readMetadata } from "../../../src/wav/metadata/read-metadata.ts";
import { writeMetadata } from "../../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { bytesAt, pattern } from "../../helpers/pattern.ts";
import { sampleSource } from "../../helpers/wav-samples.ts";

export const CONTAINERS: readonly ContainerName[] = ["RIFF", "RIFX", "RF64", "BW64", "W64"];

/** Metadata with a chunk of odd size that nobody knows. */
export const METADATA: WavMetadata = {
  info: { INAM: "Dawn", IART: "A. Nightingale" },
  cues: { points: [{ id: 1, frame: 10, label: "first call" }] },
  others: [metadataChunk("zzzz", pattern(13))],
};

/** A recording of 21 frames of 24-bit mono, whose audio has an odd size. */
export async function recording(
  container: ContainerName,
  metadata: WavMetadata = METADATA,
  frames = 21,
): Promise<Uint8Array> {
  const bigEndian = container === "RIFX";
  const chunks = writeMetadata(metadata, { bigEndian });
  const format = { encoding: "pcm", bitsPerSample: 24 } as const;
  const file = encodeWav(sampleSource(1, frames), format, { container, metadata: chunks });
  return bytesAt(file, 0, file.size);
}

/** What a file holds: its frames as bytes, and its metadata as text. */
export interface Holding {
  readonly audio: string;
  readonly metadata: string;
  readonly warnings: readonly string[];
  /** The identifiers of its chunks. */
  readonly ids: readonly string[];
}

/** Reads a file from the start. */
export async function holding(bytes: Uint8Array): Promise<Holding> {
  const wav = await openWav(memorySource(bytes));
  return {
    audio: (await bytesAt(wav.source, wav.data.offset, wav.data.size)).join(),
    metadata: metadataText(await readMetadata(wav)),
    warnings: wav.warnings.map(({ code }) => code),
    ids: wav.chunks.map(({ id }) => id),
  };
}

/** Metadata as text, whatever the order in which it stands in a file or in an object. */
export function metadataText({ others = [], ...typed }: WavMetadata): string {
  const raw = others.map(({ id, bytes }) => `${id} ${bytes?.join() ?? ""}`).sort();
  return JSON.stringify([typed, raw], (_name, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
