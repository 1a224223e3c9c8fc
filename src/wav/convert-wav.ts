import { clip } from "../audio/clip.ts";
import { type ConvertedAudio, type ConvertOptions, convert } from "../audio/convert.ts";
import type { FrameSpan } from "../dsp/silence/frame-span.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { customaryMask } from "./channel-layout.ts";
import { clipWav } from "./clip-wav.ts";
import { type ComputedSampleOptions, computedAudio } from "./computed-audio.ts";
import type { ContainerName } from "./container.ts";
import { encodeWav, isLittleEndian } from "./encode-wav.ts";
import type { SampleFormat, WavFormat } from "./format.ts";
import { inByteOrder } from "./metadata/byte-order.ts";
import { convertChunks } from "./metadata/conversion.ts";
import { applyMetadataOption, type MetadataOption } from "./metadata/metadata-option.ts";
import { holdsAll, nearestFormat } from "./nearest-format.ts";
import type { Wav } from "./wav.ts";

/** What samples are written as. */
export type SampleWidth = Pick<SampleFormat, "encoding" | "bitsPerSample">;

/** What a recording is converted to. What is left out stays as it is. */
export interface ConvertWavOptions extends ConvertOptions, ComputedSampleOptions {
  /** The first frame that is converted; 0 unless told otherwise. */
  readonly from?: number;
  /** The frame behind the last one; the end of the recording unless told otherwise. */
  readonly to?: number;
  /** The recording's own unless told otherwise, or the nearest that is written: 16-bit PCM for ADPCM and GSM. */
  readonly sample?: SampleWidth;
  /** What it keeps of the recording's metadata; all that still holds unless told otherwise. */
  readonly metadata?: MetadataOption;
  /** RIFF unless told otherwise. */
  readonly container?: ContainerName;
  /** Ends the reading of metadata. */
  readonly signal?: AbortSignal;
}

/** A recording in another format. */
export interface ConvertedWav {
  /** The file. Its bytes are computed when somebody reads them; reading in order is what costs least. */
  readonly file: ByteSource;
  /** What it holds. */
  readonly audio: ConvertedAudio;
  /** What its samples are written as. */
  readonly sample: SampleFormat;
  /** The highest amplitude of what was read so far; above 1 it was clipped. 0 where nothing can be clipped. */
  readonly peak: () => number;
}

/**
 * A recording as a WAV file of another format. Nothing but metadata is read until somebody asks.
 *
 * Where nothing changes but the container, samples are moved as bytes. Else they are computed with as 32-bit floats, which
 * hold integers of 24 bits exactly: integers that become as many or more bits without being computed stay the same. Dither
 * is added to those alone that are computed, or lose bits.
 *
 * It keeps the metadata: positions are moved to the new sample rate, and what was said of samples or channels that are
 * others now goes. The channel mask stays with the number of channels; mixed channels have the customary one.
 *
 * @throws LongwaveError `options/invalid`, `audio/bad-range`, `audio/no-channel-rule`, `wav/bad-format`,
 *   `wav/bad-container`, `wav/bad-metadata`, `wav/too-large`, and what the source throws
 */
export async function convertWav(wav: Wav, options: ConvertWavOptions = {}): Promise<ConvertedWav> {
  const { from = 0, to = wav.frames, container = "RIFF", metadata, signal } = options;
  const isWhole = from === 0 && to === wav.frames;
  const audio = convert(isWhole ? wav : clip(wav, from, to), options);
  const sample = targetFormat(wav.format, audio, options);
  if (staysAsItIs(wav, audio, sample, container)) {
    const copied = clipWav(wav, from, to, { container, ...(metadata && { metadata }) });
    return { file: copied, audio, sample, peak: () => 0 };
  }
  const bigEndian = wav.format.bigEndian === true;
  const isExact = holdsAll(sample, wav.format);
  const chunks = convertChunks(
    metadata === "none" ? [] : wav.metadataOf({ from, to, frames: wav.frames }),
    {
      scale: { from: wav.sampleRate, to: audio.sampleRate },
      computes: audio.changed.length > 0,
      rounds: !isExact,
      mixes: audio.channels !== wav.channels,
      ...(sample.encoding === "pcm" && { bits: sample.bitsPerSample }),
    },
    !bigEndian,
  );
  const ordered = await inByteOrder(
    chunks,
    { from: bigEndian ? "big" : "little", to: isLittleEndian(container) ? "little" : "big" },
    signal,
  );
  const whole: readonly FrameSpan[] = audio.frames > 0 ? [{ from: 0, to: audio.frames }] : [];
  const spans = isExact ? audio.changed : whole;
  const computed = computedAudio(audio, sample, spans, options);
  const file = encodeWav(computed.audio, sample, {
    container,
    metadata: applyMetadataOption(metadata, () => ordered),
  });
  return { file, audio, sample, peak: computed.peak };
}

/** What a recording becomes, with its loudspeakers. */
function targetFormat(
  format: WavFormat,
  { channels }: ConvertedAudio,
  { sample, rule }: ConvertWavOptions,
): SampleFormat {
  const { encoding, bitsPerSample, ...layout } = nearestFormat(format);
  const width = sample ?? { encoding, bitsPerSample };
  if (channels === format.channels) return { ...width, ...layout };
  const channelMask = rule === "discrete" ? undefined : customaryMask(channels);
  return { ...width, ...(channelMask !== undefined && { channelMask }) };
}

/** Whether the bytes of the samples are what they would be converted to. */
function staysAsItIs(
  { format, channels, sampleRate }: Wav,
  audio: ConvertedAudio,
  { encoding, bitsPerSample }: SampleFormat,
  container: ContainerName,
): boolean {
  return (
    audio.changed.length === 0 &&
    audio.channels === channels &&
    audio.sampleRate === sampleRate &&
    format.encoding === encoding &&
    format.bitsPerSample === bitsPerSample &&
    isLittleEndian(container) === (format.bigEndian !== true)
  );
}
