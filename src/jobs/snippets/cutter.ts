import type { ByteSource } from "../../stream/byte-source.ts";
import { clipWav } from "../../wav/clip-wav.ts";
import { describeFormat } from "../../wav/format.ts";
import type { Wav } from "../../wav/wav.ts";

/** What cuts a recording into files. */
export interface Cutter {
  readonly frames: number;
  /** Hz. */
  readonly sampleRate: number;
  /** In words, for the manifest. */
  readonly format: string;
  /** The frames from `fromFrame` up to `toFrame` as a WAV file. */
  clip(fromFrame: number, toFrame: number): ByteSource;
}

/** Whether clips keep the recording's metadata. */
export type ClipMetadata = "keep" | "none";

/** Cuts by byte range: nothing of the recording is held. */
export function streamingCutter(wav: Wav, metadata: ClipMetadata): Cutter {
  return {
    frames: wav.frames,
    sampleRate: wav.sampleRate,
    format: describeFormat(wav.format),
    clip: (fromFrame, toFrame) => clipWav(wav, fromFrame, toFrame, { metadata }),
  };
}
