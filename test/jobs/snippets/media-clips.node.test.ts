import { afterAll, expect, test } from "vitest";
import { exportSnippets } from "../../../src/jobs/index.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { transcoder } from "../../../src/transcode/node/index.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { framesOf } from "../../helpers/audio-sources.ts";
import { manifestOf } from "../../helpers/export-folder.ts";
import { madeMedia, named } from "../../transcode/support/made-media.ts";
import { KINDS } from "../../transcode/support/media-kinds.ts";
import { largestDifference, testSound, windowOf } from "../../transcode/support/test-sound.ts";

const RATE = 44_100;

const { openMedia, close } = transcoder({ workers: 2 });
afterAll(close);

test("clips of an opened recording of another format are its frames, and the manifest names its file", async () => {
  const bytes = await madeMedia(KINDS["flac"]!, testSound(RATE, 2, 4 * RATE));
  const media = await openMedia(named(bytes, "talk.flac"));
  const folder = memoryFolder();
  const segments = [
    { start: 2.5, end: 3.25, speaker: "Ann" },
    { start: 0.5, end: 1 },
  ];
  const { failed } = await exportSnippets(media, segments, { folder });
  expect(failed).toEqual([]);

  const whole = await framesOf(media);
  const { clips, session, source } = manifestOf(folder);
  expect(clips).toHaveLength(2);
  for (const { file, start, end } of clips) {
    const clip = await openWav(memorySource(folder.files.get(file) as Uint8Array));
    expect(clip.format).toMatchObject({ encoding: "pcm", bitsPerSample: 16, channels: 2 });
    expect(largestDifference(await framesOf(clip), windowOf(whole, start * RATE, end * RATE))).toBe(0);
  }
  expect({ session, source }).toEqual({
    session: "talk",
    source: {
      name: "talk.flac",
      size: bytes.length,
      format: expect.stringMatching(/^flac, 16-bit, 44100 Hz, 2 channels/),
    },
  });
  await media.close();
});
