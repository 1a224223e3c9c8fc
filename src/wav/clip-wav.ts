import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { ContainerName } from "./container.ts";
import { applyMetadataOption, type MetadataOption } from "./metadata/metadata-option.ts";
import type { Wav } from "./wav.ts";
import { virtualWavFile } from "./wav-file.ts";

/** What a clip is written as. */
export interface ClipWavOptions {
  /** What it keeps of the recording's metadata; all that still holds unless told otherwise. */
  readonly metadata?: MetadataOption;
  /** RIFF (an RF64 from 4 GiB on), or RIFX for big-endian samples, unless told otherwise. */
  readonly container?: ContainerName;
}

/**
 * The frames of `wav` from `fromFrame` up to `toFrame` as a WAV file of their own, which is not decoded: a header, then
 * that range of the original. Nothing is read until somebody asks.
 *
 * It keeps the metadata, moved along: cue points, regions and loops are filtered and shifted, the time reference of `bext`
 * moves by the clip's start, and sums that no longer hold (peaks, loudness) go.
 *
 * ADPCM can be cut without decoding where a block begins, GSM at the very start alone, because its blocks build on each
 * other. A clip that begins elsewhere has 16-bit PCM, which is what these decode to: its samples are the same to the bit.
 *
 * @throws LongwaveError `wav/bad-range` unless `0 <= fromFrame <= toFrame <= wav.frames`, both integers;
 *   `wav/bad-container`, `wav/bad-metadata`
 */
export function clipWav(
  wav: Wav,
  fromFrame: number,
  toFrame: number = wav.frames,
  options: ClipWavOptions = {},
): ByteSource {
  const { frames } = wav;
  const valid = Number.isSafeInteger(fromFrame) && Number.isSafeInteger(toFrame);
  if (!valid || fromFrame < 0 || fromFrame > toFrame || toFrame > frames) {
    throw new LongwaveError(
      "wav/bad-range",
      `expected frames with 0 <= from <= to <= ${frames}, got from ${fromFrame} to ${toFrame}`,
      { from: fromFrame, to: toFrame, frames },
    );
  }
  const span = { from: fromFrame, to: toFrame, frames };
  const metadata = applyMetadataOption(options.metadata, () => wav.metadataOf(span));
  const { format, bytes } = wav.encoded(fromFrame, toFrame);
  const { container } = options;
  return virtualWavFile({ format, frames: toFrame - fromFrame, metadata, container }, [bytes]);
}
