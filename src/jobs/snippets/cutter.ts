import { clip } from "../../audio/clip.ts";
import type { ByteSink } from "../../stream/byte-sink.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { copy } from "../../stream/copy.ts";
import { clipWav } from "../../wav/clip-wav.ts";
import type { Wav } from "../../wav/wav.ts";
import type { ClipEncoding } from "./clip-encoding.ts";

/** What cuts a recording into files. */
export interface Cutter {
  readonly frames: number;
  /** Hz. */
  readonly sampleRate: number;
  /** What the names of the files end in. */
  readonly ending: string;
  /** Bytes of the file of the frames from `fromFrame` up to `toFrame`, where that is known before it is written. */
  sizeOf(fromFrame: number, toFrame: number): number | undefined;
  /** Writes that file, and closes the sink, or aborts it when anything fails; returns its bytes. */
  write(fromFrame: number, toFrame: number, sink: ByteSink, options: WriteClipOptions): Promise<number>;
}

/** How a clip is written. */
export interface WriteClipOptions {
  readonly signal: AbortSignal;
  /** Memory to copy through. */
  readonly buffer: Uint8Array;
}

/** Whether clips keep the recording's metadata. */
export type ClipMetadata = "keep" | "none";

/** A cutter whose clips are there to be copied. */
export function copyingCutter(
  { frames, sampleRate }: Pick<Cutter, "frames" | "sampleRate">,
  clipOf: (fromFrame: number, toFrame: number) => ByteSource,
): Cutter {
  return {
    frames,
    sampleRate,
    ending: "wav",
    sizeOf: (fromFrame, toFrame) => clipOf(fromFrame, toFrame).size,
    async write(fromFrame, toFrame, sink, options) {
      const source = clipOf(fromFrame, toFrame);
      await copy(source, sink, options);
      return source.size;
    },
  };
}

/** Cuts by byte range: nothing of the recording is held. */
export function streamingCutter(wav: Wav, metadata: ClipMetadata): Cutter {
  return copyingCutter(wav, (fromFrame, toFrame) => clipWav(wav, fromFrame, toFrame, { metadata }));
}

/** Has each clip encoded. */
export function encodingCutter(wav: Wav, { ending, encode }: ClipEncoding): Cutter {
  const { frames, sampleRate } = wav;
  return {
    frames,
    sampleRate,
    ending,
    sizeOf: () => undefined,
    write: (fromFrame, toFrame, sink, { signal }) =>
      encode({ audio: clip(wav, fromFrame, toFrame), fromFrame, toFrame }, sink, signal),
  };
}
