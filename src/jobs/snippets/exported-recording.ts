import type { ByteSource } from "../../stream/byte-source.ts";
import { describeStream } from "../../transcode/describe-stream.ts";
import type { Media } from "../../transcode/media.ts";
import { describeFormat } from "../../wav/format.ts";
import { openWav } from "../../wav/open-wav.ts";
import type { Wav } from "../../wav/wav.ts";

/** What clips are cut out of: a WAV file, opened or not, or an opened recording of another format. */
export type SnippetRecording = ByteSource | Wav | Media;

/** A recording as exports see it. */
export interface ExportedRecording {
  readonly wav: Wav;
  /** What the file is called, if it has a name. */
  readonly name: string | undefined;
  /** Bytes of the file. */
  readonly size: number;
  /** In words, for the manifest. */
  readonly format: string;
  /** Clips that are written at the same time unless told otherwise. */
  readonly concurrency: number;
}

/** Clips of a WAV file are copied; a decoder can be in two places at once, and more readers would make it go back and forth. */
const COPIED_AT_ONCE = 4;
const DECODED_AT_ONCE = 2;

/** @throws what `openWav` throws */
export async function exportedRecording(
  recording: SnippetRecording,
  signal?: AbortSignal,
): Promise<ExportedRecording> {
  if ("streams" in recording) {
    const { source, audio } = recording;
    const { wavOfMedia } = await import("../../transcode/wav-of-media.ts");
    const what = { name: source.name, size: source.size, format: describeStream(audio) };
    return { wav: await wavOfMedia(recording), ...what, concurrency: DECODED_AT_ONCE };
  }
  const wav = "source" in recording ? recording : await openWav(recording, signal ? { signal } : {});
  const { source, format } = wav;
  const what = { name: source.name, size: source.size, format: describeFormat(format) };
  return { wav, ...what, concurrency: COPIED_AT_ONCE };
}
