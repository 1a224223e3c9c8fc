import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { mediaFacts } from "../../../src/transcode/probe/media-facts.ts";
import { nativeFfmpeg, noiseInput, probeMedia } from "../../helpers/native-media.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

const TAGS = {
  title: "A book",
  artist: "Mé",
  album_artist: "Us",
  track: "3/9",
  disc: "1/2",
  date: "2024",
  genre: "Talk",
  comment: "hello",
};

const CHAPTERS = [
  { start: 0, end: 1, title: "One" },
  { start: 1, end: 2, title: "Two" },
];

/** ffmpeg's own text of tags and chapters. */
const METADATA = [
  ";FFMETADATA1",
  ...Object.entries(TAGS).map(([name, value]) => `${name}=${value}`),
  ...CHAPTERS.flatMap(({ start, end, title }) => [
    "[CHAPTER]",
    "TIMEBASE=1/1",
    `START=${start}`,
    `END=${end}`,
    `title=${title}`,
  ]),
].join("\n");

describe.runIf(haveTools("ffmpeg", "ffprobe"))("beside ffmpeg", () => {
  test.each([
    ["mp3", "mp3", "libmp3lame", true, true],
    ["m4a", "m4a", "aac", true, true],
    ["m4b", "m4b", "aac", true, true],
    ["opus", "opus", "libopus", false, true],
    ["ogg", "ogg", "libvorbis", false, false],
    ["flac", "flac", "flac", true, false],
    ["mka", "mka", "aac", false, true],
    ["webm", "webm", "libopus", false, true],
    ["wma", "wma", "wmav2", false, true],
  ])(
    "tags, chapters and cover that were written to %s are read again",
    async (ending, container, codec, hasCover, hasChapters) => {
      const folder = await tempFolder();
      const [texts, picture, path] = [
        folder.file("tags.txt"),
        folder.file("a.jpg"),
        folder.file(`a.${ending}`),
      ];
      await writeFile(texts, METADATA);
      nativeFfmpeg(["-f", "lavfi", "-i", "testsrc=d=1:s=64x48", "-frames:v", "1", picture]);
      const inputs = [...noiseInput(48_000, 2), "-i", texts, ...(hasCover ? ["-i", picture] : [])];
      const cover = hasCover ? ["-map", "2", "-c:v", "copy", "-disposition:v", "attached_pic"] : [];
      const maps = ["-map", "0", "-map_metadata", "1", "-map_chapters", "1", "-metadata:s:a", "language=deu"];
      const made = nativeFfmpeg([...inputs, ...maps, ...cover, "-ac", "2", "-c:a", codec, path]);
      expect(made.code, made.log.join("\n")).toBe(0);

      const facts = mediaFacts(probeMedia(path));
      expect(facts.container).toBe(container);
      expect(facts.tags).toEqual(TAGS);
      expect(facts.audio).toMatchObject({ kind: "audio", sampleRate: 48_000, channels: 2, isCover: false });
      expect(facts.streams.filter(({ isCover }) => isCover)).toHaveLength(hasCover ? 1 : 0);
      if (hasCover)
        expect(facts.streams.find(({ isCover }) => isCover)).toMatchObject({ width: 64, height: 48 });
      expect(facts.chapters).toHaveLength(hasChapters ? 2 : 0);
      for (const [i, chapter] of facts.chapters.entries()) {
        expect(chapter.title).toBe(CHAPTERS[i]?.title);
        expect(chapter.start).toBeCloseTo(CHAPTERS[i]?.start ?? -1, 2);
        // Where a container keeps beginnings alone, the last chapter ends with the file.
        expect(Math.abs(chapter.end - (CHAPTERS[i]?.end ?? -1))).toBeLessThan(0.05);
      }
      expect(facts.bitrate).toBeGreaterThan(8000);
    },
  );

  test("of two tracks the one that is marked as default is the sound", async () => {
    const path = (await tempFolder()).file("two.mka");
    const inputs = [...noiseInput(44_100, 0.5), ...noiseInput(48_000, 0.5)];
    const marks = ["-disposition:a:0", "0", "-disposition:a:1", "default"];
    nativeFfmpeg([...inputs, "-map", "0", "-map", "1", "-c:a", "flac", ...marks, path]);
    expect(mediaFacts(probeMedia(path)).audio).toMatchObject({ index: 1, sampleRate: 48_000 });
    expect(mediaFacts(probeMedia(path), 0).audio).toMatchObject({ index: 0, sampleRate: 44_100 });
  });
});
