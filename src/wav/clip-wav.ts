import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { sliceSource } from "../stream/slice.ts";
import type { Wav } from "./wav.ts";
import { virtualWavFile } from "./wav-file.ts";

/**
 * The frames of `wav` from `fromFrame` up to `toFrame` as a WAV file of their own, which is never decoded: a header,
 * then that range of the original. Nothing is read until somebody asks.
 *
 * @throws LongwaveError `wav/bad-range` unless `0 <= fromFrame <= toFrame <= wav.frames`, both integers
 */
export function clipWav(wav: Wav, fromFrame: number, toFrame: number = wav.frames): ByteSource {
  const valid = Number.isSafeInteger(fromFrame) && Number.isSafeInteger(toFrame);
  if (!valid || fromFrame < 0 || fromFrame > toFrame || toFrame > wav.frames) {
    throw new LongwaveError(
      "wav/bad-range",
      `expected frames with 0 <= from <= to <= ${wav.frames}, got from ${fromFrame} to ${toFrame}`,
      { from: fromFrame, to: toFrame, frames: wav.frames },
    );
  }
  const { blockAlign } = wav.format;
  const start = wav.data.offset;
  return virtualWavFile(wav.format, [
    sliceSource(wav.source, start + fromFrame * blockAlign, start + toFrame * blockAlign),
  ]);
}
