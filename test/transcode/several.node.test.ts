import { writeFile } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { concat } from "../../src/audio/concat.ts";
import { copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { hasNative, madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { largestDifference, testSound, windowOf } from "./support/test-sound.ts";

const RATE = 44_100;

const { openMedia, encodeMedia, transcode, close } = transcoder({ workers: 2 });
afterAll(close);

/** A flac of a second with a title, and a chapter in the middle. */
async function part(title: string, sampleRate = RATE) {
  const sink = memorySink();
  await encodeMedia(testSound(sampleRate, 2, sampleRate), sink, {
    format: "flac",
    bits: 16,
    tags: { title },
    chapters: [{ start: 0.25, end: 0.75, title: `of ${title}` }],
  });
  return named(sink.bytes(), `${title}.flac`);
}

async function opened(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const media = await openMedia(named(bytes, name));
  const frames = await framesOf(media);
  await media.close();
  return { media, frames };
}

test("several recordings become one: their frames in sequence, the first one's tags, the chapters of all", async () => {
  const sink = memorySink();
  const result = await transcode([await part("one"), await part("two")], sink, { format: "flac" });
  expect(result).toMatchObject({ duration: 2, warnings: [] });
  const { media, frames } = await opened(sink.bytes(), "both.flac");
  const sound = testSound(RATE, 2, RATE);
  expect(largestDifference(frames, await framesOf(concat([sound, sound])))).toBe(0);
  expect(media.tags["title"]).toBe("one");
  expect(media.chapters.map(({ start, title }) => [start, title])).toEqual([
    [0.25, "of one"],
    [1.25, "of two"],
  ]);
});

test.runIf(hasNative)("a chapter that says it ends behind its recording ends with it", async () => {
  const folder = await tempFolder();
  const list = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=250\nEND=5000\ntitle=long\n";
  await writeFile(folder.file("chapters.txt"), list);
  const mp3 = await madeMedia(KINDS["mp3"]!, testSound(RATE, 2, RATE), {
    inputs: ["-f", "ffmetadata", "-i", folder.file("chapters.txt")],
    extra: ["-map_chapters", "1"],
  });
  const first = await openMedia(named(mp3, "first.mp3"));
  expect(first.chapters).toMatchObject([{ start: 0.25, end: 5 }]);
  await first.close();
  const sink = memorySink();
  await transcode([named(mp3, "first.mp3"), await part("two")], sink, { format: "mp3" });
  const { media } = await opened(sink.bytes(), "both.mp3");
  expect(media.chapters.map(({ title }) => title)).toEqual(["long", "of two"]);
  expect(media.chapters[0]?.end).toBeCloseTo(1, 2);
});

test("a range of several is that range of the whole", async () => {
  const sink = memorySink();
  const range = { from: 0.5, to: 1.5 };
  await transcode([await part("one"), await part("two")], sink, { format: "flac", ...range });
  const { media, frames } = await opened(sink.bytes(), "range.flac");
  const sound = testSound(RATE, 2, RATE);
  const whole = await framesOf(concat([sound, sound]));
  expect(largestDifference(frames, windowOf(whole, RATE / 2, RATE + RATE / 2))).toBe(0);
  // What a format keeps of chapters is where they begin.
  expect(media.chapters.map(({ start }) => start)).toEqual([0, 0.75]);
});

test("the second of another sample rate is converted to that of the first", async () => {
  const sink = memorySink();
  await transcode([await part("one"), await part("two", 22_050)], sink, { format: "wav" });
  const { media } = await opened(sink.bytes(), "both.wav");
  expect(media).toMatchObject({ sampleRate: RATE, frames: 2 * RATE });
});

test("floats beyond full scale stay what they are in a WAV file, alone at another rate and in sequence", async () => {
  const loud = sourceOf({ sampleRate: RATE, channels: 1, frames: RATE }, () => 1.5);
  const wav = memorySink();
  await copy(encodeWav(loud, { encoding: "float", bitsPerSample: 32 }), wav);
  const source = named(wav.bytes(), "loud.wav");
  for (const [input, options] of [
    [source, { sampleRate: 22_050 }],
    [[source, source], {}],
  ] as const) {
    const sink = memorySink();
    await transcode(input, sink, { format: "wav", ...options });
    const { frames } = await opened(sink.bytes(), "result.wav");
    const middle = frames[0]?.[Math.floor((frames[0]?.length ?? 0) / 4)];
    expect(middle).toBeCloseTo(1.5, 3);
  }
});
