import { afterAll, expect, test } from "vitest";
import { transcoder } from "../../src/transcode/node/index.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { largestDifference, testSound, windowOf } from "./support/test-sound.ts";

const RATE = 48_000;
const PREROLL = 2 * RATE;
const WINDOW = 2000;

const { openMedia, close } = transcoder({ workers: 2 });
afterAll(close);

/** The positions that the pages of an Ogg file end at (RFC 3533 §6, granule_position). */
function pageEnds(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends: number[] = [];
  for (let at = 0; at + 27 <= bytes.length; ) {
    ends.push(Number(view.getBigInt64(at + 6, true)));
    const segments = bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0));
    at += 27 + segments.length + segments.reduce((sum, size) => sum + size, 0);
  }
  return ends;
}

test("a window of Opus is that of the whole, also where its decoder is sent to the beginning of a page", async () => {
  const bytes = await madeMedia(KINDS["opus"]!, testSound(RATE, 1, 8 * RATE));
  const media = await openMedia(named(bytes, "a.opus"));
  const whole = await framesOf(media);
  // A decoder leaves out its pre-skip, 312 frames, behind each seek: the window is as far behind the page as it hears before.
  const starts = pageEnds(bytes)
    .flatMap((end) => [-312, -200, -1, 0, 100].map((offset) => end + offset + PREROLL))
    .filter((start) => start > PREROLL && start + WINDOW <= media.frames);
  expect(starts.length).toBeGreaterThan(15);
  const wrong: number[] = [];
  for (const start of starts.reverse()) {
    const window = await framesOf(media, start, start + WINDOW);
    if (largestDifference(window, windowOf(whole, start, start + WINDOW)) > 0) wrong.push(start);
  }
  expect(wrong).toEqual([]);
  await media.close();
});
