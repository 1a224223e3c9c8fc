import { expect, test } from "vitest";
import { type ClipEncoding, exportSnippets, openSnippetExporter } from "../../../src/jobs/index.ts";
import { copy } from "../../../src/stream/copy.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { encodeWav } from "../../../src/wav/encode-wav.ts";
import { manifestOf } from "../../helpers/export-folder.ts";
import { countingSamples, countingSource, RATE, samplesOf } from "../../helpers/export-recording.ts";
import { failure } from "../../helpers/failure.ts";
import { sameBytes } from "../../helpers/pattern.ts";

const source = countingSource(10 * RATE);

/** Writes clips as Sony Wave64 under another name: a format of its own that our own reader knows. */
const encoding: ClipEncoding = {
  ending: "mka",
  async encode({ audio, fromFrame, toFrame }, sink, signal) {
    expect(audio.frames).toBe(toFrame - fromFrame);
    return copy(encodeWav(audio, { encoding: "pcm", bitsPerSample: 32 }, { container: "W64" }), sink, {
      signal,
    });
  },
};

test("clips are what the encoding makes of their frames, under its ending, with the bytes that it wrote", async () => {
  const folder = memoryFolder();
  const segments = [
    { start: 1, end: 2, speaker: "Ann" },
    { start: 3, end: 3.5 },
  ];
  const progress: number[] = [];
  const result = await exportSnippets(source, segments, {
    folder,
    encoding,
    onProgress: ({ bytes }) => progress.push(bytes),
  });
  expect(result.clips.map(({ file }) => file)).toEqual(["segment_0001_Ann.mka", "segment_0002_UNKNOWN.mka"]);
  for (const { file, bytes, start, end } of result.clips) {
    const clip = folder.files.get(file) as Uint8Array;
    expect(clip.length).toBe(bytes);
    expect(sameBytes(await samplesOf(clip), countingSamples(start * RATE, end * RATE))).toBe(true);
  }
  expect(progress.at(-1)).toBe(result.bytes);
});

test("encoded clips of an earlier run are stale, and --clean removes them", async () => {
  const folder = memoryFolder();
  await exportSnippets(source, [{ start: 0, end: 1 }], { folder, encoding });
  await exportSnippets(source, [{ start: 0, end: 1 }], { folder });
  expect(manifestOf(folder).stale_clips.map(({ file }) => file)).toEqual(["segment_0001_UNKNOWN.mka"]);
  await exportSnippets(source, [{ start: 0, end: 1 }], { folder, cleanStaleClips: true });
  expect([...folder.files.keys()].sort()).toEqual(["manifest.json", "segment_0001_UNKNOWN.wav"]);
});

test("a clip that cannot be encoded fails alone, and leaves no file", async () => {
  const folder = memoryFolder();
  const failing: ClipEncoding = {
    ending: "mp3",
    async encode({ fromFrame }, sink) {
      if (fromFrame === 0) {
        await sink.abort();
        throw new Error("no room for it");
      }
      await sink.write(new Uint8Array(3));
      await sink.close();
      return 3;
    },
  };
  const { clips, failed } = await exportSnippets(
    source,
    [
      { start: 0, end: 1 },
      { start: 1, end: 2 },
    ],
    {
      folder,
      encoding: failing,
    },
  );
  expect(failed.map(({ id, error }) => [id, error.message])).toEqual([[1, "no room for it"]]);
  expect(clips.map(({ file, bytes }) => [file, bytes])).toEqual([["segment_0002_UNKNOWN.mp3", 3]]);
  expect([...folder.files.keys()].sort()).toEqual(["manifest.json", "segment_0002_UNKNOWN.mp3"]);
});

test("endings by which clips would not be known again, and the legacy mode, are refused", async () => {
  const folder = memoryFolder();
  const odd = await failure(
    openSnippetExporter(source, { folder, encoding: { ...encoding, ending: "json" } }),
  );
  expect(odd.message).toContain("options.encoding.ending, when provided, must be one of wav, mp3");
  const legacy = await failure(openSnippetExporter(source, { folder, encoding, mode: "legacy" }));
  expect(legacy.code).toBe("options/invalid");
});
