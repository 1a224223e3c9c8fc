import type { ByteSource } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { openWav } from "../../wav/open-wav.ts";
import type { Wav } from "../../wav/wav.ts";
import type { MediaWarning } from "../media.ts";
import { readWavContent, type WavContent } from "./wav-content.ts";

/** What we read of a WAV file ourselves. */
export interface WavFacts extends WavContent {
  /** Told where the file ends before its header says. */
  readonly early: MediaWarning | undefined;
}

/** Reads what ffmpeg does not tell of a WAV file; `undefined` where only ffmpeg reads its encoding. */
export async function readWavFacts(source: ByteSource, signal?: AbortSignal): Promise<WavFacts | undefined> {
  try {
    const wav = await openWav(source, signal ? { signal } : {});
    return { ...(await readWavContent(wav, signal)), early: earlyEnd(wav) };
  } catch (error) {
    if (error instanceof LongwaveError && error.code.startsWith("wav/")) return undefined;
    throw error;
  }
}

/** ffmpeg takes what is there for the whole, and says nothing where it is cut off between two frames. */
function earlyEnd({ warnings }: Wav): MediaWarning | undefined {
  const truncated = warnings.find(({ code }) => code === "wav/truncated");
  return truncated && { code: "media/shorter-than-declared", message: truncated.message };
}
