import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { isBlockEncoding } from "./codec/block-size.ts";
import type { ContainerName } from "./container.ts";
import type { WavFormat } from "./format.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";
import { applyMetadataOption, type MetadataOption } from "./metadata/metadata-option.ts";
import { cuePerPart, type PartStart } from "./metadata/part-cues.ts";
import type { Wav } from "./wav.ts";
import { virtualWavFile } from "./wav-file.ts";

/** What a join is written as. */
export interface JoinWavsOptions {
  /** What it keeps of the first file's metadata; all that still holds unless told otherwise. */
  readonly metadata?: MetadataOption;
  /** Writes a cue point where each part begins, with the part's name, or what the function gives, as its label. */
  readonly cuePerPart?: boolean | ((part: Wav, index: number) => string | undefined);
  /** RIFF (an RF64 from 4 GiB on), or RIFX for big-endian samples, unless told otherwise. */
  readonly container?: ContainerName;
}

/**
 * The audio of the files one after another as one WAV file, which is not decoded. Nothing is read until somebody
 * asks. The metadata is the first file's.
 *
 * Files of ADPCM are joined without decoding where all but the last end with a whole block; others, and GSM, become
 * 16-bit PCM, which is what these decode to: the samples are the same to the bit.
 *
 * @throws LongwaveError `wav/nothing-to-join` for an empty list; `wav/different-formats`, which says how they differ;
 *   `wav/bad-container`, `wav/bad-metadata`, `wav/too-large`
 */
export function joinWavs(wavs: readonly Wav[], options: JoinWavsOptions = {}): ByteSource {
  const first = firstOf(wavs);
  const { format } = first;
  const difference = formatDifference(wavs);
  if (difference) throw difference;
  const channelMask = commonMask(wavs);
  const frames = wavs.reduce((sum, wav) => sum + wav.frames, 0);
  const metadata = joinedMetadata(wavs, first, frames, options);
  const isLast = (index: number) => index === wavs.length - 1;
  const linear = !wavs.every((wav, index) => isLast(index) || canBeFollowed(wav));
  const parts = wavs.map((wav) => wav.encoded(0, wav.frames, { linear }));
  const written = {
    ...(parts[0]?.format ?? format),
    ...(channelMask !== undefined && { channelMask }),
  };
  const { container } = options;
  return virtualWavFile(
    { format: written, frames, metadata, container },
    parts.map(({ bytes }) => bytes),
  );
}

/**
 * The first of the files.
 *
 * @throws LongwaveError `wav/nothing-to-join` for an empty list
 */
export function firstOf(wavs: readonly Wav[]): Wav {
  const [first] = wavs;
  if (first) return first;
  throw new LongwaveError("wav/nothing-to-join", "expected one file or more to join, got none");
}

/** The channel mask of the files. One without positions may stand beside files with: it says nothing against them. */
export function commonMask(wavs: readonly Wav[]): number | undefined {
  return wavs.find((wav) => wav.format.channelMask)?.format.channelMask ?? wavs[0]?.format.channelMask;
}

/** What keeps files from being joined as they are: how the first one that does differs from the first. */
export function formatDifference(wavs: readonly Wav[]): LongwaveError | undefined {
  const first = firstOf(wavs);
  const channelMask = commonMask(wavs);
  const expected = { ...first.format, ...(channelMask !== undefined && { channelMask }) };
  for (const [index, wav] of wavs.entries()) {
    const differences = formatDifferences(expected, wav.format);
    if (differences.length === 0) continue;
    const names = [nameOf(first, 0), nameOf(wav, index)];
    return new LongwaveError(
      "wav/different-formats",
      `cannot join ${names.join(" and ")} without conversion: ${differences.join("; ")}`,
      { index, actual: wav.format, expected },
    );
  }
  return undefined;
}

/** Whether blocks may stand behind those of a file as if they were its own. */
function canBeFollowed({ format, frames, data }: Wav): boolean {
  return format.encoding !== "gsm" && frames * format.blockAlign === data.size * format.framesPerBlock;
}

/** The first file's metadata with the cue points that are wanted; a function sees both. */
function joinedMetadata(
  wavs: readonly Wav[],
  first: Wav,
  frames: number,
  { metadata, cuePerPart: label }: JoinWavsOptions,
): readonly MetadataChunk[] {
  const littleEndian = !first.format.bigEndian;
  const span = { from: 0, to: frames, frames: first.frames };
  const kept = metadata === "none" ? [] : first.metadataOf(span);
  const starts = label ? partStarts(wavs, label, (wav) => wav.frames) : [];
  const chunks = label ? cuePerPart(kept, starts, { littleEndian, encoding: "auto" }) : kept;
  return metadata === "none" ? chunks : applyMetadataOption(metadata, () => chunks);
}

/**
 * Where the parts begin, and their labels.
 *
 * @param step frames from the beginning of a part to that of the next
 */
export function partStarts(
  wavs: readonly Wav[],
  label: Exclude<JoinWavsOptions["cuePerPart"], false | undefined>,
  step: (wav: Wav, index: number) => number,
): readonly PartStart[] {
  let frame = 0;
  return wavs.map((wav, index) => {
    const text = label === true ? nameOf(wav, index) : label(wav, index);
    const start = { frame, ...(text !== undefined && { label: text }) };
    frame += step(wav, index);
    return start;
  });
}

/** What a part is called. */
export function nameOf(wav: Wav, index: number): string {
  return wav.source.name ?? `part ${index + 1}`;
}

/** What keeps two formats from being one, in words. */
function formatDifferences(one: WavFormat, other: WavFormat): string[] {
  const facts: ReadonlyArray<readonly [what: string, one: unknown, other: unknown]> = [
    ["encoding", one.encoding, other.encoding],
    ["byte order", byteOrder(one), byteOrder(other)],
    ["sample rate in Hz", one.sampleRate, other.sampleRate],
    ["channels", one.channels, other.channels],
    ["bits per sample", one.bitsPerSample, other.bitsPerSample],
    ["valid bits", one.validBits, other.validBits],
    [isBlockEncoding(one.encoding) ? "bytes per block" : "bytes per frame", one.blockAlign, other.blockAlign],
    ["frames per block", one.framesPerBlock, other.framesPerBlock],
    ["predictors", String(one.coefficients), String(other.coefficients)],
    ["channel mask", hex(one.channelMask), hex(other.channelMask || one.channelMask)],
    ["ambisonic", one.ambisonic ?? false, other.ambisonic ?? false],
  ];
  return facts.filter(([, a, b]) => a !== b).map(([what, a, b]) => `${what} is ${a} against ${b}`);
}

function byteOrder({ bigEndian }: WavFormat): string {
  return bigEndian ? "big-endian" : "little-endian";
}

function hex(mask: number | undefined): string {
  return mask ? `0x${mask.toString(16)}` : "none";
}
