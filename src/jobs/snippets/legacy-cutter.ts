import wavefile from "wavefile";
import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { memorySource } from "../../stream/memory-source.ts";
import { describeFormat } from "../../wav/format.ts";
import type { Wav } from "../../wav/wav.ts";
import type { Cutter } from "./cutter.ts";

/** What the package gives of a file, as far as it is used here; its own types leave these parts open. */
interface WholeFile {
  readonly data: { samples: Uint8Array; chunkSize: number };
  readonly fact: { dwSampleLength: number };
  readonly bitDepth: string;
}

/**
 * Cuts as tools did before there were ranges: the whole recording is loaded with the package `wavefile`, and each clip
 * is a copy out of it. It is here for comparison, and as a second opinion: the samples are the same to the byte.
 *
 * @throws LongwaveError `snippets/legacy-unreadable` where that package cannot read the file
 */
export async function legacyCutter(wav: Wav, signal?: AbortSignal): Promise<Cutter> {
  const { source, format, frames, sampleRate } = wav;
  const bytes = new Uint8Array(source.size);
  await readFully(source, 0, bytes, signal);
  const whole = new wavefile.WaveFile();
  try {
    whole.fromBuffer(bytes);
  } catch (error) {
    const message = `legacy mode cannot read ${source.name ?? "the source"}: ${error instanceof Error ? error.message : error}`;
    throw new LongwaveError("snippets/legacy-unreadable", message, { cause: error });
  }
  const { data, bitDepth } = whole as unknown as WholeFile;

  function clip(fromFrame: number, toFrame: number): ByteSource {
    const samples = data.samples.slice(fromFrame * format.blockAlign, toFrame * format.blockAlign);
    const file = new wavefile.WaveFile();
    file.fromScratch(format.channels, sampleRate, bitDepth, []);
    const parts = file as unknown as WholeFile;
    parts.data.samples = samples;
    parts.data.chunkSize = samples.length;
    parts.fact.dwSampleLength = toFrame - fromFrame;
    return memorySource(file.toBuffer());
  }

  return { frames, sampleRate, format: describeFormat(format), clip };
}
