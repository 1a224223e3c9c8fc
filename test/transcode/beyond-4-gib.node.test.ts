import { stat } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { fileSink, fileSource } from "../../src/stream/node/index.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { writeWav } from "../../src/wav/write-wav.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { wavBytes } from "./support/made-media.ts";
import { largestDifference, testSound } from "./support/test-sound.ts";

const { openMedia, transcode, close } = transcoder();
afterAll(() => close());

const FORMAT = { encoding: "pcm", bitsPerSample: 16, channels: 2, sampleRate: 48_000 } as const;
const BLOCK = 4;
/** Frames of 6 GB, and where some sound lies in the silence: at 5 GB and at the end. */
const FRAMES = 1_500_000_000;
const PLACES = [1_250_000_000, FRAMES - 96_000];

/** An RF64 of 6 GB that takes no room on the disk. */
async function sparse(path: string, sound: Uint8Array): Promise<void> {
  const writer = await writeWav(await fileSink(path, { durable: false }), FORMAT);
  await writer.resize?.(FRAMES);
  for (const place of PLACES) await writer.fill?.(place, sound);
  await writer.close();
}

test("sound at 5 GB and at the end of a file of 6 GB is read, and becomes files of its own", async () => {
  const path = (await tempFolder()).file("big.wav");
  const sound = testSound(48_000, 2, 96_000);
  const expected = await framesOf(sound);
  await sparse(path, (await wavBytes(sound, 16)).subarray(44));
  expect((await stat(path)).size).toBeGreaterThan(FRAMES * BLOCK);
  const source = await fileSource(path);
  const media = await openMedia(source);
  expect([media.frames, media.exact, media.container]).toEqual([FRAMES, true, "wav"]);
  for (const place of PLACES) {
    const got = await framesOf(media, place, place + 96_000);
    expect(largestDifference(got, expected)).toBe(0);
    for (const format of ["wav", "flac"] as const) {
      const sink = memorySink();
      const range = { from: place / 48_000, to: (place + 96_000) / 48_000 };
      const result = await transcode(source, sink, { format, ...range });
      expect(result.duration).toBe(2);
      const clip = format === "wav" ? await openWav(memorySource(sink.bytes())) : undefined;
      const made = clip ?? (await openMedia(memorySource(sink.bytes())));
      expect(largestDifference(await framesOf(made), expected)).toBe(0);
    }
  }
  expect(media.warnings).toEqual([]);
  await media.close();
  await source.close?.();
});
