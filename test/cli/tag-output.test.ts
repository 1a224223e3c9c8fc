import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";
import { folderWithMetadata, TAKE_SAMPLES } from "../helpers/cli-metadata.ts";
import { audioIn, INFO, metadataIn, tag } from "../helpers/cli-tag.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { chunk } from "../helpers/wav-chunks.ts";

describe("tag writes", () => {
  test("a new file with -o, in the container of its name, and leaves the old one", async () => {
    const cwd = folderWithMetadata(INFO);
    const before = readFileSync(join(cwd, "take.wav"));
    const { code, stdout } = await tag(cwd, "--set", "INFO:INAM=New", "-o", "new.w64");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "new.w64: 0:02.000, 32.2 kB\n" });
    expect(await metadataIn(cwd, "new.w64")).toEqual({ info: { INAM: "New", ICMT: "A comment" } });
    expect(readFileSync(join(cwd, "new.w64")).subarray(0, 4).toString()).toBe("riff");
    expect(readFileSync(join(cwd, "take.wav"))).toEqual(before);
  });

  test("the file anew with --rewrite, without room in it", async () => {
    const cwd = folderWithMetadata(INFO, [chunk("JUNK", new Uint8Array(4000))]);
    const { ino } = statSync(join(cwd, "take.wav"));
    expect(await tag(cwd, "--set", "INFO:INAM=New", "--rewrite")).toMatchObject({
      code: 0,
      stdout: "take.wav: 1 change, rewritten, 32.1 kB\n",
    });
    expect(statSync(join(cwd, "take.wav")).ino).not.toBe(ino);
    expect(audioIn(cwd)).toEqual(TAKE_SAMPLES);
    expect(readdirSync(cwd)).toEqual(["take.wav"]);
  });

  test("nothing with --dry-run, but says what would be changed", async () => {
    const cwd = folderWithMetadata({ ...INFO, cues: { points: [{ id: 1, frame: 8000 }] } });
    const before = readFileSync(join(cwd, "take.wav"));
    const args = ["--set", "INFO:INAM=New", "--remove", "INFO:ICMT", "--cue", "1.5:x", "--dry-run"];
    expect(await tag(cwd, ...args)).toMatchObject({
      code: 0,
      stderr: "",
      stdout: `\
take.wav: would make 3 changes
  INFO:INAM: "Old title" → "New"
  INFO:ICMT: "A comment" → nothing
  cue 0:01.500: nothing → "x"
`,
    });
    expect(readFileSync(join(cwd, "take.wav"))).toEqual(before);
  });

  test("the file anew where nothing but texts of no cue point goes, and not once more", async () => {
    const orphan = { id: "labl", body: Uint8Array.of(3, 0, 0, 0, 0x78, 0) };
    const cwd = folderWithMetadata({ cues: { points: [], others: [orphan] } });
    expect(await tag(cwd, "--clear-cues", "--dry-run")).toMatchObject({
      stdout: 'take.wav: would make 1 change\n  labl of no cue point: "6 bytes" → nothing\n',
    });
    expect((await tag(cwd, "--clear-cues", "--rewrite")).stdout).toContain("1 change, rewritten");
    expect(await metadataIn(cwd)).toEqual({});
    expect((await tag(cwd, "--clear-cues", "--rewrite")).stdout).toBe("take.wav: nothing to change\n");
  });

  test("a code of an INFO list that has no name, and says so", async () => {
    const cwd = folderWithMetadata({});
    const { code, stderr } = await tag(cwd, "--set", "INFO:ITRX=7");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "note: INFO:ITRX is no code that is known here; it is set as it is\n",
    });
    expect(await metadataIn(cwd)).toEqual({ info: { ITRX: "7" } });
  });

  test("what it did as JSON", async () => {
    const cwd = folderWithMetadata(INFO);
    const { size } = statSync(join(cwd, "take.wav"));
    const { stdout } = await tag(cwd, "--set", "INFO:INAM=New", "--json");
    const appended = statSync(join(cwd, "take.wav")).size - size;
    const changes = [{ field: "INFO:INAM", before: "Old title", after: "New" }];
    expect(JSON.parse(stdout)).toEqual({ files: [{ file: "take.wav", place: "end", appended, changes }] });
  });

  test("a URL's recording into a file, and never in place", async () => {
    const cwd = folderWithMetadata(INFO);
    const file = readFileSync(join(cwd, "take.wav"));
    const fill = (offset: number, into: Uint8Array) => into.set(file.subarray(offset, offset + into.length));
    const server = await rangeServer({ size: file.length, fill, etag: '"take"' });
    try {
      const inPlace = await longwave(["tag", server.url, "--set", "INFO:INAM=x"], { cwd });
      expect(inPlace.code).toBe(2);
      expect(inPlace.stderr).toContain(`${server.url} cannot be changed in place: -o writes a new file`);
      await longwave(["tag", server.url, "--set", "INFO:INAM=x", "-o", "x.wav"], { cwd });
      expect(audioIn(cwd, "x.wav")).toEqual(TAKE_SAMPLES);
    } finally {
      await server.close();
    }
  });
});
