import type { ByteSink } from "../stream/byte-sink.ts";
import { LongwaveError } from "../stream/error.ts";
import { chooseFormat, type SampleFormat } from "./format.ts";
import { streamHeader, wavHeader } from "./header.ts";
import { checkPlanes } from "./planes.ts";
import { encoderFor } from "./samples.ts";

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
  /** Appends frames: one plane per channel, all of one length. */
  write(planes: readonly Float32Array[]): Promise<void>;
  /** Appends samples that are in the file's format already, as recorders hand them out; frames may come in pieces. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** Fills the sizes in and closes the sink. A last frame that is not whole is an error, and the sink is aborted. */
  close(): Promise<void>;
  /** Gives up; the sink is aborted. */
  abort(reason?: unknown): Promise<void>;
}

/**
 * Writes a WAV file of unknown length. Its sizes are filled in at the end, and it becomes an RF64 when it comes to
 * 4 GiB or more: the room for that is kept free in the header by a JUNK chunk (EBU Tech 3306, section 4).
 *
 * A sink that cannot go back (a stream) gets sizes of 0xFFFFFFFF, which readers take as "up to the end".
 *
 * @throws LongwaveError `wav/bad-format`; from its methods `audio/bad-planes`, `wav/partial-frame`, and what the sink
 *   throws
 */
export async function writeWav(sink: ByteSink, format: WriteWavFormat): Promise<WavWriter> {
  const wavFormat = chooseFormat(format, format.channels, format.sampleRate);
  const { blockAlign, channels } = wavFormat;
  const encode = encoderFor(wavFormat);
  const provisional = sink.patch ? wavHeader(wavFormat, 0, { reserveDs64: true }) : streamHeader(wavFormat);
  let dataBytes = 0;

  /** Gives up for `error`, which is the one to tell: a failure of the cleaning up would hide it. */
  async function fail(error: unknown): Promise<never> {
    await sink.abort(error).catch(() => {});
    throw error;
  }

  await sink.write(provisional.bytes).catch(fail);

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

  return {
    get frames() {
      return Math.floor(dataBytes / blockAlign);
    },
    async write(planes) {
      checkWhole("planes can only follow whole frames");
      const bytes = new Uint8Array(checkPlanes(planes, channels) * blockAlign);
      encode(planes, 0, bytes);
      await writeBytes(bytes);
    },
    writeBytes,
    async close() {
      try {
        checkWhole("a file ends with a whole frame");
        if (sink.patch) {
          const header = wavHeader(wavFormat, dataBytes, { reserveDs64: true });
          // Without sizes, readers would take a padding byte for audio: only here, where sizes are filled in.
          if (header.padding > 0) await sink.write(new Uint8Array(header.padding));
          await sink.patch(0, header.bytes);
        }
        await sink.close();
      } catch (error) {
        await fail(error);
      }
    },
    abort: (reason) => sink.abort(reason),
  };
}
