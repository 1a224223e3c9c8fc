import { checkPlanes } from "../dsp/planes.ts";
import type { ByteSink } from "../stream/byte-sink.ts";
import { LongwaveError } from "../stream/error.ts";
import { streamRange } from "../stream/stream-range.ts";
import { chooseFormat } from "./choose-format.ts";
import { isLittleEndian, type NewWavOptions } from "./encode-wav.ts";
import { encoderFor } from "./encoder.ts";
import type { SampleFormat } from "./format.ts";
import { streamHeader, type WavHeader, wavHeader } from "./header.ts";

/** What a stream of samples is. */
export interface WriteWavFormat extends SampleFormat {
  /** Samples of a frame, 1 or more. */
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
}

/** A WAV file that is written as its audio comes. One call at a time: wait for each before the next. */
export interface WavWriter {
  /** Whole frames written so far. */
  readonly frames: number;
  /** Bytes of the file so far, its header included; after `close`, all of them. */
  readonly bytes: number;
  /** Appends frames: one plane per channel, all of one length. */
  write(planes: readonly Float32Array[]): Promise<void>;
  /** Appends samples that are in the file's format already, as recorders hand them out; frames may come in pieces. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /**
   * Makes it `frames` long: cuts it off, or adds frames for `fill`, so that parts of a file can be written side by side. Present
   * only where the sink can do it.
   */
  resize?(frames: number): Promise<void>;
  /** Replaces frames that are there, from `frame` on, by samples in the file's format. Present beside `resize`. */
  fill?(frame: number, bytes: Uint8Array): Promise<void>;
  /** Fills the sizes in and closes the sink. A last frame that is not whole is an error, and the sink is aborted. */
  close(): Promise<void>;
  /** Gives up; the sink is aborted. */
  abort(reason?: unknown): Promise<void>;
}

/**
 * Writes a WAV file of unknown length. Its sizes are filled in at the end, and a RIFF becomes an RF64 when it comes to
 * 4 GiB or more: the room for that is kept free in the header by a JUNK chunk (EBU Tech 3306, section 4).
 *
 * A sink that cannot go back (a stream) gets a RIFF or RIFX with sizes of 0xFFFFFFFF, which readers take as "up to the
 * end".
 *
 * @throws LongwaveError `wav/bad-format`, `wav/bad-container`, `wav/bad-metadata`; from its methods `audio/bad-planes`,
 *   `wav/partial-frame`, `wav/too-large`, and what the sink throws
 */
export async function writeWav(
  sink: ByteSink,
  format: WriteWavFormat,
  options: NewWavOptions = {},
): Promise<WavWriter> {
  const { container = "RIFF", metadata = [] } = options;
  const wavFormat = chooseFormat(format, format.channels, format.sampleRate, isLittleEndian(container));
  const { blockAlign, channels } = wavFormat;
  const encode = encoderFor(wavFormat);
  const contents = { format: wavFormat, container, metadata, reserveDs64: true };
  const provisional = sink.patch
    ? wavHeader({ ...contents, frames: 0, dataBytes: 0 })
    : streamHeader(contents);
  const headBytes = headerBytes(provisional);
  let dataBytes = 0;
  let padding = 0;

  /** Gives up for `error`, which is the one to tell: a failure of the cleaning up would hide it. */
  async function fail(error: unknown): Promise<never> {
    await sink.abort(error).catch(() => {});
    throw error;
  }

  await writeHeader(sink, provisional).catch(fail);

  function checkWhole(rule: string): void {
    const partial = dataBytes % blockAlign;
    if (partial === 0) return;
    const message = `${rule}: expected ${blockAlign} bytes of the last one, got ${partial}`;
    throw new LongwaveError("wav/partial-frame", message, { actual: partial, expected: blockAlign });
  }

  async function writeBytes(bytes: Uint8Array): Promise<void> {
    await sink.write(bytes);
    dataBytes += bytes.length;
  }

  function sideBySide(): Pick<WavWriter, "resize" | "fill"> {
    const { patch, resize } = sink;
    if (patch === undefined || resize === undefined) return {};
    return {
      async resize(frames) {
        await resize.call(sink, headBytes + frames * blockAlign);
        dataBytes = frames * blockAlign;
      },
      fill: (frame, bytes) => patch.call(sink, headBytes + frame * blockAlign, bytes),
    };
  }

  return {
    get frames() {
      return Math.floor(dataBytes / blockAlign);
    },
    get bytes() {
      return headBytes + dataBytes + padding;
    },
    async write(planes) {
      checkWhole("planes can only follow whole frames");
      const bytes = new Uint8Array(checkPlanes(planes, channels) * blockAlign);
      encode(planes, 0, bytes);
      await writeBytes(bytes);
    },
    writeBytes,
    ...sideBySide(),
    async close() {
      try {
        checkWhole("a file ends with a whole frame");
        if (sink.patch) {
          const header = wavHeader({ ...contents, frames: dataBytes / blockAlign, dataBytes });
          // Without sizes, readers would take a padding byte for audio: only here, where sizes are filled in.
          padding = header.padding;
          if (padding > 0) await sink.write(new Uint8Array(padding));
          await patchHeader(sink, header);
        }
        await sink.close();
      } catch (error) {
        await fail(error);
      }
    },
    abort: (reason) => sink.abort(reason),
  };
}

async function writeHeader(sink: ByteSink, { parts }: WavHeader): Promise<void> {
  for (const part of parts) {
    if (part instanceof Uint8Array) await sink.write(part);
    else for await (const piece of streamRange(part)) await sink.write(piece);
  }
}

function headerBytes({ parts }: WavHeader): number {
  return parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.length : part.size), 0);
}

/** Fills the sizes in: what is no bytes of the header's own has none. */
async function patchHeader(sink: ByteSink, { parts }: WavHeader): Promise<void> {
  let offset = 0;
  for (const part of parts) {
    const isBytes = part instanceof Uint8Array;
    if (isBytes) await sink.patch?.(offset, part);
    offset += isBytes ? part.length : part.size;
  }
}
