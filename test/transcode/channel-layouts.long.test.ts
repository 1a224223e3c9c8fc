import { afterAll, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { named } from "./support/made-media.ts";
import { largestDifference } from "./support/test-sound.ts";

const RATE = 48_000;

const { openMedia, encodeMedia, transcode, close } = transcoder({ workers: 2 });
afterAll(close);

/** A constant for each channel, so that a mix of two is none of them. */
function constants(channels: number) {
  return sourceOf({ sampleRate: RATE, channels, frames: 4096 }, (_, channel) => (channel + 1) / 16);
}

test.each([
  ["flac", 3],
  ["flac", 4],
  ["flac", 7],
  ["flac", 8],
  ["alac", 3],
  ["alac", 4],
  ["alac", 7],
  ["alac", 8],
] as const)(
  "a %s of %i channels is read, and becomes a WAV file, with each channel where it was",
  async (format, channels) => {
    const sink = memorySink();
    await encodeMedia(constants(channels), sink, { format, bits: 16 });
    const expected = await framesOf(constants(channels));
    const name = format === "alac" ? "a.m4a" : "a.flac";

    const media = await openMedia(named(sink.bytes(), name));
    expect(largestDifference(await framesOf(media), expected)).toBe(0);
    await media.close();

    const wav = memorySink();
    await transcode(named(sink.bytes(), name), wav, { format: "wav" });
    const decoded = await openMedia(named(wav.bytes(), "a.wav"));
    expect(largestDifference(await framesOf(decoded), expected)).toBe(0);
    await decoded.close();
  },
);
