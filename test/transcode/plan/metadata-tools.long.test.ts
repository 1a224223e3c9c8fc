import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ffMetadata } from "../../../src/transcode/plan/ff-metadata.ts";
import { makeCover, makeSound, mediaFacts, probe, runPlan } from "../../helpers/media-runs.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";

const AWKWARD = [
  "a=b;c#d\\e",
  "two\nlines",
  "return\r\nhere",
  "\\",
  "\\\\",
  "ends with \\",
  "\n",
  "[CHAPTER]",
  "[STREAM]",
  ";FFMETADATA1",
  "#not a comment",
  " spaces around ",
  "\ttab\t",
  "日本語 Ä ß 🎧",
  "'quoted' \"text\"",
  "=",
  "title=other",
  "\u2028",
  "%d{}$HOME`x`",
];

describe.runIf(haveTools("ffmpeg", "ffprobe"))("ffmpeg reads what we write", () => {
  /** What it finds in a metadata file. */
  async function readBack(tags: Record<string, string>, titles: readonly string[]) {
    const path = (await tempFolder()).file("m.txt");
    await writeFile(
      path,
      ffMetadata(
        tags,
        titles.map((title, n) => ({ start: n / 3, end: (n + 1) / 3, title })),
      ),
    );
    const shown = ["-show_chapters", "-show_format", "-of", "json"];
    const json = await output("ffprobe", "-v", "error", "-f", "ffmetadata", ...shown, path);
    const { format, chapters } = JSON.parse(new TextDecoder().decode(json));
    return { tags: format.tags ?? {}, chapters };
  }

  test("of awkward texts", async () => {
    const tags = Object.fromEntries(AWKWARD.map((text, index) => [`tag ${index}`, text]));
    const found = await readBack(tags, AWKWARD);
    expect(found.tags).toEqual(tags);
    expect(found.chapters.map(({ tags: { title } }: { tags: { title: string } }) => title)).toEqual(AWKWARD);
  });

  test("of names that look like something else", async () => {
    const names = ["[CHAPTER]", "[chapter]x", ";x", "#x", "a b", "a\\b", "[STREAM]"];
    const tags = Object.fromEntries(names.map((name) => [name, "x"]));
    expect((await readBack(tags, [])).tags).toEqual(tags);
  });

  test("of any texts", async () => {
    const pieces = fc.constantFrom("=", ";", "#", "\\", "\n", "\r", "[", "]", " ", "a", "Ä", "🎧", "CHAPTER");
    const text = fc.oneof(
      fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("")),
      fc.string({ unit: "grapheme", minLength: 1 }).filter((value) => !value.includes("\0")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const tags = Object.fromEntries(texts.map((value, index) => [`t${index}`, value]));
        expect((await readBack(tags, [])).tags).toEqual(tags);
      }),
      { numRuns: 20 },
    );
  });

  test("of times to the microsecond", async () => {
    const { chapters } = await readBack({}, ["a", "b", "c"]);
    expect(chapters.map(({ start, end }: { start: number; end: number }) => [start, end])).toEqual([
      [0, 333_333],
      [333_333, 666_667],
      [666_667, 1_000_000],
    ]);
  });

  test.each(["mp3", "m4a", "flac", "opus", "mka"] as const)("in %s, with awkward texts", async (format) => {
    const folder = await tempFolder();
    await makeSound(folder.file("in.wav"), AWKWARD.length);
    const title = AWKWARD.filter((text) => text.trim() === text && !text.includes("\r")).join(" ");
    const chapters = AWKWARD.map((text, n) => ({ start: n, end: n + 1, title: `<${text}>` }));
    const cover = await makeCover(folder.file("c.png"), 200);
    const { path } = await runPlan({
      folder: folder.path,
      input: { kind: "media", name: "in.wav", facts: mediaFacts(AWKWARD.length) },
      carried: { tags: { title }, chapters, cover },
      output: "out",
      options: { format },
      canPatch: true,
    });
    const found = await probe(path);
    expect(found.tags["title"]).toBe(title);
    expect(found.chapters.map((chapter) => chapter.title)).toEqual(chapters.map((chapter) => chapter.title));
    expect(found.covers).toBe(1);
  });
});
