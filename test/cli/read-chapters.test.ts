import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readChapters } from "../../src/cli/read-chapters.ts";
import { readCoverFile } from "../../src/cli/read-cover-file.ts";
import { PICTURE } from "../helpers/cli-media.ts";
import { scratchFolder } from "../helpers/cli-recording.ts";
import { failure } from "../helpers/failure.ts";

const DURATION = 3600;

async function chaptersIn(text: string, name = "list.txt") {
  const path = join(scratchFolder(), name);
  writeFileSync(path, text);
  return readChapters(path, async () => DURATION, undefined);
}

test.each([
  ["lines of a time and a title", "0:00 Start\n1:30.5 - Part 2\n\n1:00:00 The end\n", "a.txt"],
  ["seconds", "0 Start\n90.5 Part 2\n3600 The end\n", "a.txt"],
  [
    "ffmetadata",
    ";FFMETADATA1\ntitle=Book\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=90500\ntitle=Start\n" +
      "[CHAPTER]\nTIMEBASE=1/1000\nSTART=90500\nEND=3600000\ntitle=Part 2\n[CHAPTER]\nSTART=3600000000000\ntitle=The end\n",
    "a.txt",
  ],
  ["labels of Audacity", "0.0\t90.5\tStart\n90.5\t3600.0\tPart 2\n3600.0\t3600.0\tThe end\n", "labels.txt"],
  ["a table with titles", "start,end,title\n0,90.5,Start\n90.5,3600,Part 2\n3600,,The end\n", "a.csv"],
  [
    "JSON with titles",
    JSON.stringify([
      { start: 0, title: "Start" },
      { start: 90.5, title: "Part 2" },
      { start: 3600, title: "The end" },
    ]),
    "a.json",
  ],
  ["a table", "start,end,text\n0,90.5,Start\n90.5,3600,Part 2\n1:00:00,,The end\n", "a.csv"],
])("%s are read as chapters that go up to the next one", async (_, text, name) => {
  expect(await chaptersIn(text, name)).toEqual([
    { start: 0, end: 90.5, title: "Start" },
    { start: 90.5, end: 3600, title: "Part 2" },
    { start: 3600, end: 3600, title: "The end" },
  ]);
});

test("what a backslash protects in ffmetadata is part of the title", async () => {
  const [only] = await chaptersIn(
    ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=1\nEND=2\ntitle=a\\=b\\;c\\\\d\\#\n",
  );
  expect(only).toEqual({ start: 1, end: 2, title: "a=b;c\\d#" });
});

test("none is no chapter, and a chapter without a time is an error that names the file", async () => {
  expect(await readChapters("none", async () => DURATION, undefined)).toEqual([]);
  const error = await failure(chaptersIn(";FFMETADATA1\n[CHAPTER]\ntitle=x\n"));
  expect(error.code).toBe("cli/bad-chapters");
  expect(error.message).toMatch(/list\.txt: chapter 1 has no START$/);
  const empty = await failure(chaptersIn("\n# none yet\n"));
  expect(empty).toMatchObject({ code: "cli/bad-chapters", message: expect.stringMatching(/got none/) });
});

test("a line that is no chapter is named, not the first one", async () => {
  const error = await failure(chaptersIn("0:00 A\n\nnonsense here\n0:10 B\n"));
  expect(error.code).toBe("cli/bad-chapters");
  expect(error.message).toMatch(/list\.txt: line 3: expected a time and a title, .* got "nonsense here"$/);
});

test("a cover is a picture by its bytes, whatever it is called", async () => {
  const path = join(scratchFolder(), "cover.txt");
  writeFileSync(path, PICTURE);
  expect(await readCoverFile(path)).toEqual({ mimeType: "image/png", bytes: new Uint8Array(PICTURE) });
  expect(await readCoverFile("none")).toBeNull();
  writeFileSync(path, "GIF89a");
  expect((await failure(readCoverFile(path))).code).toBe("cli/bad-cover");
});
