import * as wavefile from "wavefile";
import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { memorySource } from "../../stream/memory-source.ts";
import { isBlockEncoding } from "../../wav/codec/block-size.ts";
import type { Wav } from "../../wav/wav.ts";
import { virtualWavFile } from "../../wav/wav-file.ts";
import { type ClipMetadata, type Cutter, copyingCutter } from "./cutter.ts";

/** What the package gives of a file, as far as it is used here; its own types leave that open. */
interface WholeFile {
  readonly data: { readonly samples: Uint8Array };
  fromBuffer(bytes: Uint8Array): void;
}

interface WaveFilePackage {
  readonly WaveFile: new () => WholeFile;
}

const { WaveFile } = namesOf(wavefile);

/** In Node the package is one default export, in a bundle for a page it has names. */
function namesOf(module: unknown): WaveFilePackage {
  const { default: whole } = module as { readonly default?: WaveFilePackage };
  return whole ?? (module as WaveFilePackage);
}

/**
 * Cuts as tools did before there were ranges: the whole recording is loaded with the package `wavefile`, and clips
 * are cut out of what it holds. It is here for comparison, and as a second opinion: the samples are the same to the byte.
 *
 * @throws LongwaveError `snippets/legacy-unreadable` where that package cannot read the file
 */
export async function legacyCutter(wav: Wav, metadata: ClipMetadata, signal?: AbortSignal): Promise<Cutter> {
  const { source, format, frames } = wav;
  const name = source.name ?? "the source";
  if (isBlockEncoding(format.encoding)) {
    const message = `legacy mode cannot cut blocks of ${format.framesPerBlock} frames in ${name}; use the streaming mode`;
    throw new LongwaveError("snippets/legacy-unreadable", message, { actual: format.encoding });
  }
  const bytes = new Uint8Array(source.size);
  await readFully(source, 0, bytes, signal);
  const { data } = load(bytes, name);
  // It believes the sizes in the file; where these lie, its clips would be silently short.
  if (data.samples.length < wav.data.size) {
    throw new LongwaveError(
      "snippets/legacy-unreadable",
      `legacy mode finds ${data.samples.length} bytes of audio in ${name}, ` +
        `where there are ${wav.data.size}; use the streaming mode`,
      { actual: data.samples.length, expected: wav.data.size },
    );
  }

  function clip(fromFrame: number, toFrame: number): ByteSource {
    const { blockAlign } = format;
    const span = { from: fromFrame, to: toFrame, frames };
    const kept = metadata === "keep" ? wav.metadataOf(span) : [];
    return virtualWavFile({ format, frames: toFrame - fromFrame, metadata: kept }, [
      memorySource(data.samples.subarray(fromFrame * blockAlign, toFrame * blockAlign)),
    ]);
  }

  return copyingCutter(wav, clip);
}

function load(bytes: Uint8Array, name: string): WholeFile {
  const whole = new WaveFile();
  try {
    whole.fromBuffer(bytes);
    return whole;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `legacy mode cannot read ${name}: ${reason}`;
    throw new LongwaveError("snippets/legacy-unreadable", message, { cause: error });
  }
}
