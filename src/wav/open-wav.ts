import { available, type ByteSource, readFully } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { Chunk } from "./chunk.ts";
import { walkChunks } from "./chunk-walk.ts";
import { detectContainer } from "./container.ts";
import { MAX_FORMAT_BYTES, readFormat, type WavFormat } from "./format.ts";
import { checkPlanes } from "./planes.ts";
import { decoderFor } from "./samples.ts";
import { type Warn, type WavWarning, warningCollector } from "./warning.ts";
import type { Wav } from "./wav.ts";
import { windowReader } from "./window-reader.ts";

/** How a file is opened. */
export interface OpenWavOptions {
  /** Turns every warning into an error of the same code. */
  readonly strict?: boolean;
  /** Ends the opening; each read takes a signal of its own. */
  readonly signal?: AbortSignal;
}

/** Frames are decoded through memory of about this size, however long the window. */
const DECODE_BYTES = 256 * 1024;

/**
 * Opens a WAV file: finds its chunks, wherever they stand, without reading the audio.
 *
 * RIFF/WAVE and RF64, with PCM of 1 to 32 bits or floats of 32 or 64. Sizes that cannot be true are resolved from what
 * is there, and noted in `warnings`: `wav/riff-size`, `wav/size-unknown`, `wav/truncated`, `wav/data-size-zero`,
 * `wav/no-padding`, `wav/no-chunk`, `wav/no-ds64`, `wav/trailing-bytes`, `wav/partial-frame`, `wav/block-align`,
 * `wav/second-chunk`.
 *
 * @throws LongwaveError `wav/not-wav`, `wav/no-fmt-chunk`, `wav/no-data-chunk`, `wav/bad-format`,
 *   `wav/unsupported-encoding`, and what the source throws
 */
export async function openWav(source: ByteSource, options: OpenWavOptions = {}): Promise<Wav> {
  const { strict = false, signal } = options;
  const name = source.name ?? "the source";
  const warnings: WavWarning[] = [];
  const warn = warningCollector(warnings, strict);
  const read = windowReader(source, signal);

  const container = detectContainer(await read(0, Math.min(12, source.size)), name);
  const chunks = await walkChunks(read, container, source.size, warn);
  const formatChunk = onlyChunk(chunks, "fmt ", name, warn);
  const dataChunk = onlyChunk(chunks, "data", name, warn);
  const formatBody = await read(formatChunk.bodyOffset, Math.min(formatChunk.size, MAX_FORMAT_BYTES));
  const format = readFormat(formatBody, formatChunk.bodyOffset, warn);

  const frames = Math.floor(dataChunk.size / format.blockAlign);
  const data = { offset: dataChunk.bodyOffset, size: frames * format.blockAlign };
  const partial = dataChunk.size - data.size;
  if (partial > 0) {
    const message = `the data chunk ends with ${partial} bytes of a frame of ${format.blockAlign}; they are left out`;
    warn({
      code: "wav/partial-frame",
      message,
      offset: data.offset + data.size,
      actual: partial,
      expected: 0,
    });
  }
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
    read: frameReader(source, format, data, frames),
    close: async () => source.close?.(),
  };
}

/** The first chunk of that kind; further ones are noted. */
function onlyChunk(chunks: readonly Chunk[], id: "fmt " | "data", name: string, warn: Warn): Chunk {
  const [chunk, second] = chunks.filter((candidate) => candidate.id === id);
  if (!chunk) {
    const found = chunks.map((other) => JSON.stringify(other.id)).slice(0, 12);
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

/** Reads and decodes any window of frames, at the cost of that window. */
function frameReader(source: ByteSource, format: WavFormat, data: Wav["data"], frames: number): Wav["read"] {
  const decode = decoderFor(format);
  const { blockAlign } = format;
  const step = Math.max(1, Math.floor(DECODE_BYTES / blockAlign));
  return async (start, planes, signal) => {
    const length = checkPlanes(planes, format.channels);
    if (!Number.isSafeInteger(start) || start < 0) {
      throw new LongwaveError("audio/bad-start", `expected a frame number of 0 or more, got ${start}`, {
        actual: start,
      });
    }
    const count = available(frames, start, length);
    const memory = new Uint8Array(Math.min(step, count) * blockAlign);
    for (let done = 0; done < count; done += step) {
      const bytes = memory.subarray(0, Math.min(step, count - done) * blockAlign);
      await readFully(source, data.offset + (start + done) * blockAlign, bytes, signal);
      decode(bytes, planes, done);
    }
    return count;
  };
}
