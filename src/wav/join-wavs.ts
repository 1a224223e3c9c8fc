import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { sliceSource } from "../stream/slice.ts";
import type { WavFormat } from "./format.ts";
import type { Wav } from "./wav.ts";
import { virtualWavFile } from "./wav-file.ts";

/**
 * The audio of the files one after another as one WAV file, which is never decoded. Nothing is read until somebody
 * asks.
 *
 * @throws LongwaveError `wav/nothing-to-join` for an empty list; `wav/different-formats`, which says how they differ
 */
export function joinWavs(wavs: readonly Wav[]): ByteSource {
  const [first] = wavs;
  if (!first) throw new LongwaveError("wav/nothing-to-join", "expected one file or more to join, got none");
  // A file without positions may stand beside files with: it says nothing against them.
  const channelMask = wavs.find((wav) => wav.format.channelMask)?.format.channelMask;
  const format = channelMask === undefined ? first.format : { ...first.format, channelMask };
  wavs.forEach((wav, index) => {
    const differences = formatDifferences(format, wav.format);
    if (differences.length === 0) return;
    const names = [nameOf(first, 0), nameOf(wav, index)];
    throw new LongwaveError(
      "wav/different-formats",
      `cannot join ${names.join(" and ")} without conversion: ${differences.join("; ")}`,
      { index, actual: wav.format, expected: format },
    );
  });
  return virtualWavFile(
    format,
    wavs.map(({ source, data }) => sliceSource(source, data.offset, data.offset + data.size)),
  );
}

function nameOf(wav: Wav, index: number): string {
  return wav.source.name ?? `part ${index + 1}`;
}

/** What keeps two formats from being one, in words. */
function formatDifferences(one: WavFormat, other: WavFormat): string[] {
  const facts: ReadonlyArray<readonly [what: string, one: unknown, other: unknown]> = [
    ["encoding", one.encoding, other.encoding],
    ["sample rate in Hz", one.sampleRate, other.sampleRate],
    ["channels", one.channels, other.channels],
    ["bits per sample", one.bitsPerSample, other.bitsPerSample],
    ["valid bits", one.validBits, other.validBits],
    ["bytes per frame", one.blockAlign, other.blockAlign],
    ["channel mask", hex(one.channelMask), hex(other.channelMask || one.channelMask)],
    ["ambisonic", one.ambisonic ?? false, other.ambisonic ?? false],
  ];
  return facts.filter(([, a, b]) => a !== b).map(([what, a, b]) => `${what} is ${a} against ${b}`);
}

function hex(mask: number | undefined): string {
  return mask ? `0x${mask.toString(16)}` : "none";
}
