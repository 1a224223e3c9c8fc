import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import type { CoverPicture } from "../../src/transcode/media.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { FORMATS, OUTPUT_FORMATS } from "../../src/transcode/plan/output-format.ts";
import type { OutputFormat } from "../../src/transcode/transcode-options.ts";
import { type Probed, probe } from "../helpers/media-runs.ts";
import { nativeFfmpeg } from "../helpers/native-media.ts";
import { hasNative, madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { testSound } from "./support/test-sound.ts";

const { openMedia, transcode, encodeMedia, close } = transcoder();

const SECONDS = 1.5;

const TAGS = { title: "A book", artist: "Mé", comment: "hello" };
const CHAPTERS = [
  { start: 0, end: 0.6, title: "One" },
  { start: 0.6, end: SECONDS, title: "Zwei = 2" },
];

/** What ffprobe calls the encoding of each format. */
const CODECS: Readonly<Record<OutputFormat, readonly string[]>> = {
  wav: ["pcm_s16le"],
  mp3: ["mp3"],
  m4a: ["aac"],
  m4b: ["aac"],
  flac: ["flac"],
  opus: ["opus"],
  ogg: ["vorbis"],
  alac: ["alac"],
  // Others' packets are copied where they say how much of them is no sound.
  mka: ["opus", "flac", "vorbis", "alac"],
};

let folder = "";
let cover: CoverPicture | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longwave-pairs-"));
  const { stdout } = nativeFfmpeg([
    "-f",
    "lavfi",
    "-i",
    "testsrc=d=1:s=64x48",
    "-frames:v",
    "1",
    "-c:v",
    "png",
    "-f",
    "image2pipe",
    "-",
  ]);
  if (hasNative) cover = { mimeType: "image/png", bytes: stdout };
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true, force: true });
});

/** A recording with everything that its kind can hold; the tags of those that hold less are given in the job. */
async function recording(id: string): Promise<Uint8Array> {
  const kind = KINDS[id]!;
  const sound = testSound(kind.sampleRate, 2, Math.round(SECONDS * kind.sampleRate));
  const bytes = await madeMedia(kind, sound);
  if (kind.own === undefined || kind.own === "wav") return bytes;
  const sink = memorySink();
  const everything = { tags: TAGS, chapters: CHAPTERS, ...(cover && { cover }) };
  await transcode(named(bytes, kind.name), sink, { format: kind.own, ...everything });
  return sink.bytes();
}

function expectChapters(actual: Probed["chapters"]): void {
  expect(actual.map(({ title }) => title)).toEqual(CHAPTERS.map(({ title }) => title));
  for (const [n, { start, end }] of actual.entries()) {
    expect(Math.abs(start - (CHAPTERS[n]?.start ?? -1))).toBeLessThan(0.01);
    expect(Math.abs(end - (CHAPTERS[n]?.end ?? -1))).toBeLessThan(0.1);
  }
}

const kinds = Object.entries(KINDS).filter(([, { own }]) => hasNative || own !== undefined);

describe.each(kinds)("%s", (id, kind) => {
  // What only others make here has nothing but its sound, and gets the rest on the way.
  const isBare = kind.own === undefined || kind.own === "wav";

  test.each(OUTPUT_FORMATS)("becomes %s with its length, tags, chapters and cover", async (format) => {
    const bytes = await recordings(id);
    const sink = memorySink();
    const given = isBare ? { tags: TAGS, chapters: CHAPTERS, ...(cover && { cover }) } : {};
    const result = await transcode(named(bytes, kind.name), sink, { format, ...given });
    const hasCover = cover !== undefined && FORMATS[format].cover !== "none";
    // A file's own cover is left out in silence, one that was asked for is not.
    const lacksCover = isBare && cover !== undefined && !hasCover;
    const lacking = lacksCover ? ["media/cover-left-out"] : [];
    expect(result.warnings.map(({ code }) => code)).toEqual(lacking);

    const name = `${id}.${FORMATS[format].endings[0]}`;
    const media = await openMedia(named(sink.bytes(), name), { strict: true });
    // Matroska, ADTS and copies of these have whole packets.
    expect(media.duration).toBeGreaterThan(SECONDS - 0.001);
    expect(media.duration).toBeLessThan(SECONDS + 0.1);
    if (format !== "wav") {
      expect(media.tags).toMatchObject(TAGS);
      expectChapters(media.chapters);
    }
    expect((await media.cover())?.bytes).toEqual(hasCover ? cover?.bytes : undefined);
    await media.close();

    if (!hasNative) return;
    const path = join(folder, name);
    await writeFile(path, sink.bytes());
    const told = await probe(path);
    expect(CODECS[format]).toContain(told.audio.codec_name);
    expect(Math.abs(told.duration - media.duration)).toBeLessThan(0.06);
    expect(told.tags).toMatchObject(TAGS);
    if (format !== "wav") expectChapters(told.chapters);
    expect(told.covers).toBe(hasCover ? 1 : 0);
  });
});

const made = new Map<string, Promise<Uint8Array>>();

/** Each recording is made once. */
function recordings(id: string): Promise<Uint8Array> {
  const known = made.get(id) ?? recording(id);
  made.set(id, known);
  return known;
}

test.each(OUTPUT_FORMATS)("sound becomes %s with tags, chapters and cover", async (format) => {
  const sink = memorySink();
  const sound = testSound(48_000, 2, 48_000 * SECONDS);
  const everything = { tags: TAGS, chapters: CHAPTERS, ...(cover && { cover }) };
  const result = await encodeMedia(sound, sink, { format, ...everything });
  expect(result.duration).toBeCloseTo(SECONDS, 9);
  const media = await openMedia(named(sink.bytes(), `a.${FORMATS[format].endings[0]}`), { strict: true });
  if (format !== "wav") {
    expect(media.tags).toMatchObject(TAGS);
    expectChapters(media.chapters);
  }
  const hasCover = cover !== undefined && FORMATS[format].cover !== "none";
  expect((await media.cover())?.bytes).toEqual(hasCover ? cover?.bytes : undefined);
  await media.close();
});
