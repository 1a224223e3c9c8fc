import type { ByteSource } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { openWav } from "../../wav/open-wav.ts";
import type { MediaWarning } from "../media.ts";

/**
 * What to tell of a WAV file that ends before its header says. ffmpeg takes what is there for the whole, and says nothing where it is cut
 * off between two frames.
 */
export async function wavEarlyEnd(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<MediaWarning | undefined> {
  try {
    const { warnings } = await openWav(source, signal ? { signal } : {});
    const truncated = warnings.find(({ code }) => code === "wav/truncated");
    return truncated && { code: "media/shorter-than-declared", message: truncated.message };
  } catch (error) {
    // An encoding that only ffmpeg reads.
    if (error instanceof LongwaveError && error.code.startsWith("wav/")) return undefined;
    throw error;
  }
}
