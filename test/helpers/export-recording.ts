import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { chooseFormat } from "../../src/wav/choose-format.ts";
import type { SampleFormat } from "../../src/wav/format.ts";
import { wavHeader } from "../../src/wav/header.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { pattern } from "./pattern.ts";

/** The sample rate of the counting recording, in Hz. */
export const RATE = 8000;

/** A frame of the counting recording, in bytes. */
export const FRAME_BYTES = 4;

/** A WAV file whose samples are noise. */
export function noiseRecording(
  sample: SampleFormat,
  channels: number,
  frames: number,
  sampleRate: number = RATE,
): Uint8Array {
  const format = chooseFormat(sample, channels, sampleRate);
  return wavFile(format, pattern(frames * format.blockAlign, frames + channels));
}

/** A mono WAV file of 8000 Hz and 32 bits whose every sample is the number of its frame, so that a clip tells where it is from. */
export function countingRecording(frames: number): Uint8Array {
  return wavFile(chooseFormat({ encoding: "pcm", bitsPerSample: 32 }, 1, RATE), countingSamples(0, frames));
}

/** The sample bytes of the counting recording from one frame up to another. */
export function countingSamples(from: number, to: number): Uint8Array {
  return new Uint8Array(Int32Array.from({ length: to - from }, (_, index) => from + index).buffer);
}

/** That recording as a source with a name. */
export function countingSource(frames: number): ByteSource {
  return memorySource(countingRecording(frames), "session.wav");
}

/** The sample bytes of a WAV file. Opened strictly, so a file that is not whole throws. */
export async function samplesOf(file: Uint8Array): Promise<Uint8Array> {
  const wav = await openWav(memorySource(file, "clip"), { strict: true });
  return file.subarray(wav.data.offset, wav.data.offset + wav.data.size);
}

function wavFile(format: ReturnType<typeof chooseFormat>, samples: Uint8Array): Uint8Array {
  const dataBytes = samples.length;
  const { parts, padding } = wavHeader({ format, frames: dataBytes / format.blockAlign, dataBytes });
  const header = parts.filter((part) => part instanceof Uint8Array);
  return new Uint8Array(Buffer.concat([...header, samples, new Uint8Array(padding)]));
}
