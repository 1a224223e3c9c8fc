import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import type { OutputFormat } from "../../src/transcode/transcode-options.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import type { CuePoint } from "../../src/wav/metadata/cues.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { longwave } from "../helpers/cli-command.ts";
import { ffprobe } from "../helpers/cli-media.ts";
import { scratchFolder } from "../helpers/cli-recording.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { haveTools } from "../helpers/wav-tool.ts";
import { testSound } from "./support/test-sound.ts";

const RATE = 48_000;

/** Out of order, one with a region, one without a label, which is a marker and no chapter. */
const POINTS: readonly CuePoint[] = [
  { id: 4, frame: 3 * RATE, label: "Ende" },
  { id: 1, frame: 0, label: "Begin" },
  { id: 2, frame: RATE / 2 },
  { id: 3, frame: RATE, label: "Middle", region: { purpose: "rgn ", frames: RATE / 2 } },
];

const CHAPTERS = [
  { start: 0, end: 1, title: "Begin" },
  { start: 1, end: 1.5, title: "Middle" },
  { start: 3, end: 4, title: "Ende" },
];

async function labelledWav(points: readonly CuePoint[] = POINTS): Promise<Uint8Array> {
  const metadata = writeMetadata({
    info: { INAM: "A talk" },
    ...(points.length > 0 && { cues: { points } }),
  });
  const sink = memorySink();
  const sound = testSound(RATE, 1, 4 * RATE);
  await copy(encodeWav(sound, { encoding: "pcm", bitsPerSample: 16 }, { metadata }), sink);
  return sink.bytes();
}

const { openMedia, transcode, close } = transcoder({ workers: 2 });
afterAll(close);

async function madeOf(wav: Uint8Array, format: OutputFormat): Promise<Uint8Array> {
  const sink = memorySink();
  await transcode(memorySource(wav), sink, { format });
  return sink.bytes();
}

test("an opened WAV file has its labelled cue points as chapters, and its texts as tags", async () => {
  const media = await openMedia(memorySource(await labelledWav()));
  expect(media.chapters).toEqual(CHAPTERS);
  expect(media.tags).toEqual({ title: "A talk" });
  await media.close();
});

test("markers without labels are no chapters", async () => {
  const media = await openMedia(memorySource(await labelledWav([{ id: 1, frame: RATE }])));
  expect(media.chapters).toEqual([]);
  await media.close();
});

test("a WAV file that becomes a WAV file keeps its labels and regions", async () => {
  const media = await openMedia(memorySource(await madeOf(await labelledWav(), "wav")));
  expect(media.chapters).toEqual(CHAPTERS);
  await media.close();
});

describe.runIf(haveTools("ffprobe"))("read back by ffprobe", () => {
  test("an m4b has the labels of a WAV file's cue points at their times, by the library as by the command", async () => {
    const wav = await labelledWav();
    const path = (await tempFolder()).file("library.m4b");
    writeFileSync(path, await madeOf(wav, "m4b"));
    const { chapters } = ffprobe(path);
    expect(chapters.map(({ start_time, tags }) => [Number(start_time), tags?.title])).toEqual(
      CHAPTERS.map(({ start, title }) => [start, title]),
    );
    const cwd = scratchFolder();
    writeFileSync(`${cwd}/talk.wav`, wav);
    expect(await longwave(["convert", "talk.wav", "command.m4b"], { cwd })).toMatchObject({ code: 0 });
    expect(ffprobe(`${cwd}/command.m4b`).chapters).toEqual(chapters);
  });

  test("an mka has the ends of their regions too", async () => {
    const path = (await tempFolder()).file("library.mka");
    writeFileSync(path, await madeOf(await labelledWav(), "mka"));
    const chapters = ffprobe(path).chapters as readonly {
      readonly start_time: string;
      readonly end_time: string;
    }[];
    expect(chapters.map(({ start_time, end_time }) => [Number(start_time), Number(end_time)])).toEqual(
      CHAPTERS.map(({ start, end }) => [start, end]),
    );
  });
});
