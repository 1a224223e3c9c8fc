import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { BodyKeeper } from "./body-keeper.ts";
import { ByteWindow } from "./byte-window.ts";
import type { Chunk } from "./chunk.ts";
import { ChunkWalk } from "./chunk-walk.ts";
import { countFrames, readFact } from "./fact.ts";
import { readFileHead } from "./file-head.ts";
import { loadCarrier } from "./metadata/carrier.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";
import { metadataChunks } from "./metadata/metadata-list.ts";
import { openAudio } from "./open-audio.ts";
import { readFormat } from "./read-format.ts";
import { type Warn, type WavWarning, warningCollector } from "./warning.ts";
import type { Wav } from "./wav.ts";

/** How a file is opened. */
export interface OpenWavOptions {
  /** Turns every warning into an error of the same code. */
  readonly strict?: boolean;
  /**
   * Takes everything behind the header of the data chunk as audio, whatever its size says: for a recording whose recorder
   * was cut off between two updates of its header.
   */
  readonly dataToEnd?: boolean;
  /** Ends the opening; each read takes a signal of its own. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a WAV file: finds its chunks, wherever they stand, without reading the audio.
 *
 * Containers: RIFF, RIFX, RF64, BW64, Sony Wave64. Samples: PCM of 1 to 64 bits, floats of 16, 32 or 64, A-law, µ-law, IMA
 * and Microsoft ADPCM, GSM 6.10. What cannot be true is resolved from what is there, and noted in `warnings`; the codes
 * are explained in docs/errors.md.
 *
 * @throws LongwaveError `wav/not-wav`, `wav/no-fmt-chunk`, `wav/no-data-chunk`, `wav/bad-format`,
 *   `wav/unsupported-encoding`, and what the source throws
 */
export async function openWav(source: ByteSource, options: OpenWavOptions = {}): Promise<Wav> {
  const { strict = false, dataToEnd = false, signal } = options;
  const name = source.name ?? "the source";
  const warnings: WavWarning[] = [];
  const warn = warningCollector(warnings, strict);
  const window = new ByteWindow(source, signal);

  const { container, base } = await readFileHead(window, name, warn);
  const keeper = new BodyKeeper();
  const walk = new ChunkWalk(
    window,
    { container, base, size: source.size, dataToEnd, visit: (chunk) => keeper.keep(chunk, window) },
    warn,
  );
  await walk.run();
  const { chunks, ds64 } = walk;
  const bodyOf = (chunk: Chunk | undefined) => (chunk && keeper.bodies.get(chunk)) ?? new Uint8Array(0);
  const formatChunk = onlyChunk(chunks, "fmt ", name, warn);
  const dataChunk = onlyChunk(chunks, "data", name, warn);
  const format = await readFormat(bodyOf(formatChunk), formatChunk.bodyOffset, container.littleEndian, warn);
  const fact = chunks.find(({ id }) => id === "fact");
  const declaredFrames = readFact(bodyOf(fact), container, ds64);
  const declared = { frames: declaredFrames, offset: fact?.offset ?? 0 };
  const { frames, bytes } = countFrames(dataChunk, format, declared, warn);
  const data = { offset: dataChunk.bodyOffset, size: bytes };
  const audio = await openAudio({ source, format, ...data, frames });
  const carry = await loadCarrier(chunks, container.littleEndian);
  let metadata: readonly MetadataChunk[] | undefined;
  const allMetadata = () => {
    metadata ??= metadataChunks(source, chunks, keeper.bodies, container.littleEndian);
    return metadata;
  };
  return {
    source,
    container: container.name,
    format,
    sampleRate: format.sampleRate,
    channels: format.channels,
    frames,
    duration: frames / format.sampleRate,
    chunks,
    data,
    warnings,
    ...(declaredFrames !== undefined && { declaredFrames }),
    get metadata() {
      return allMetadata();
    },
    read: audio.read,
    encoded: audio.encoded,
    metadataOf: (span) => carry(allMetadata(), span),
    close: async () => source.close?.(),
  };
}

/** The first chunk of that kind; further ones are noted. */
function onlyChunk(chunks: readonly Chunk[], id: "fmt " | "data", name: string, warn: Warn): Chunk {
  const [chunk, second] = chunks.filter((candidate) => candidate.id === id);
  if (!chunk) {
    const found = chunks.slice(0, 12).map((other) => JSON.stringify(other.id));
    throw new LongwaveError(
      `wav/no-${id.trim()}-chunk`,
      `${name} has no ${JSON.stringify(id)} chunk; it has ${found.join(", ") || "no chunks at all"}`,
      { expected: id, actual: found },
    );
  }
  if (second) {
    const message = `there is a second ${JSON.stringify(id)} chunk at offset ${second.offset}; the first one counts`;
    warn({ code: "wav/second-chunk", message, offset: second.offset, actual: id });
  }
  return chunk;
}
