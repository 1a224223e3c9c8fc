import type { ByteSource } from "../../../src/stream/byte-source.ts";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { openMedia, transcode } from "../../../src/transcode/node/index.ts";
import { openWav } from "../../../src/wav/open-wav.ts";

/** Frames of sound in a source, opened, and how many a WAV of it has. */
export async function bothLengths(
  source: ByteSource,
): Promise<{ readonly frames: number; readonly exact: boolean; readonly written: number }> {
  const media = await openMedia(source);
  const { frames, exact } = media;
  await media.close();
  const sink = memorySink();
  await transcode(source, sink, { format: "wav" });
  return { frames, exact, written: (await openWav(memorySource(sink.bytes()))).frames };
}
