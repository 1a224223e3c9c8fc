import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { LongwaveError } from "../../src/stream/error.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { openCorpus } from "./corpus.ts";
import { type Reading, readingOf, sameSamples } from "./reading.ts";

const corpus = openCorpus();

/** Numbers that look like chance and are the same each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A span of a recording; the same ones for the same file. */
function* spansOf({ wav }: Reading, count: number): Iterable<readonly [from: number, to: number]> {
  const roll = dice(wav.frames + wav.source.size);
  for (let turn = 0; turn < count; turn++) {
    const from = roll(wav.frames + 1);
    yield [from, from + roll(Math.min(5000, wav.frames - from) + 1)];
  }
}

function isSpan({ planes }: Reading, found: readonly Float32Array[], from: number, to: number): boolean {
  return planes.every((plane, channel) => sameSamples(plane.subarray(from, to), found[channel]!));
}

async function planesOf(file: ByteSource): Promise<Float32Array[]> {
  return readPlanes(await openWav(file, { strict: true }));
}

/** Claims about recordings: what is wrong about one, or `undefined`. */
const CLAIMS: Readonly<Record<string, (reading: Reading) => Promise<string | undefined>>> = {
  async "any window is that part of the whole"(reading) {
    for (const [from, to] of spansOf(reading, 4)) {
      const window = await readPlanes(reading.wav, from, to - from);
      if (!isSpan(reading, window, from, to)) return `is another from ${from} to ${to}`;
    }
    return undefined;
  },

  async "a clip has the frames of its span, and opens without a warning"(reading) {
    for (const [from, to] of spansOf(reading, 2)) {
      const planes = await planesOf(clipWav(reading.wav, from, to));
      if (!isSpan(reading, planes, from, to)) return `is another from ${from} to ${to}`;
    }
    return undefined;
  },

  async "joined with itself it is there twice"(reading) {
    const { frames } = reading.wav;
    const planes = await planesOf(joinWavs([reading.wav, reading.wav]));
    const halves = [0, frames].map((at) => planes.map((plane) => plane.subarray(at, at + frames)));
    const isTwice =
      planes[0]?.length === 2 * frames && halves.every((half) => isSpan(reading, half, 0, frames));
    return isTwice ? undefined : `has ${planes[0]?.length} frames, or others than ${frames} twice`;
  },

  async "its metadata is read without an error, and that of a clip of all of it is the same"(reading) {
    const { wav } = reading;
    const found = Object.keys(await readMetadata(wav));
    const clipped = Object.keys(await readMetadata(await openWav(clipWav(wav, 0))));
    return String(found) === String(clipped) ? undefined : `has ${found} and then ${clipped}`;
  },
};

describe.skipIf(!corpus)("of every recording of the corpus,", () => {
  const files = [...(corpus?.truth ?? []), ...(corpus?.hostile ?? [])].map(({ file }) => file);

  it.each(Object.keys(CLAIMS))("%s", async (claim) => {
    const wrong: string[] = [];
    let recordings = 0;
    for (const file of files) {
      const reading = await readingOf(corpus!.bytes(file));
      if (reading instanceof LongwaveError) continue;
      recordings++;
      const what = await CLAIMS[claim]!(reading).catch((error: unknown) => `failed with ${error}`);
      if (what !== undefined) wrong.push(`${file} ${what}`);
    }
    expect(recordings).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });
});
