import { expect, it } from "vitest";
import type { SampleFormat, WavFormat } from "../../src/wav/format.ts";
import { holdsAll, nearestFormat } from "../../src/wav/nearest-format.ts";

function format(encoding: WavFormat["encoding"], bitsPerSample: number): WavFormat {
  const rest = { channels: 1, sampleRate: 8000, validBits: bitsPerSample, framesPerBlock: 1 };
  return { encoding, bitsPerSample, blockAlign: Math.ceil(bitsPerSample / 8), ...rest };
}

it.each([
  ["pcm", 24, "pcm", 24],
  ["pcm", 40, "pcm", 32],
  ["float", 16, "float", 32],
  ["float", 64, "float", 64],
  ["mulaw", 8, "mulaw", 8],
  ["gsm", 0, "pcm", 16],
  ["ima-adpcm", 4, "pcm", 16],
] as const)("%s of %i bits is written as %s of %i", (encoding, bits, written, writtenBits) => {
  expect(nearestFormat(format(encoding, bits))).toEqual({ encoding: written, bitsPerSample: writtenBits });
});

it.each([
  ["pcm", 16, "pcm", 16, true],
  ["pcm", 16, "pcm", 24, false],
  ["pcm", 16, "alaw", 8, true],
  ["pcm", 8, "gsm", 0, false],
  ["pcm", 32, "float", 32, false],
  ["float", 32, "pcm", 24, true],
  ["float", 32, "pcm", 32, false],
  ["float", 64, "pcm", 32, true],
  ["float", 32, "float", 64, false],
  ["alaw", 8, "mulaw", 8, false],
  ["alaw", 8, "alaw", 8, true],
] as const)(
  "%s of %i bits has room for all of %s of %i: %s",
  (encoding, bits, other, otherBits, expected) => {
    const sample: SampleFormat = { encoding, bitsPerSample: bits };
    expect(holdsAll(sample, format(other, otherBits))).toBe(expected);
  },
);
