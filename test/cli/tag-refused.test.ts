import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWithMetadata } from "../helpers/cli-metadata.ts";
import { INFO, tag } from "../helpers/cli-tag.ts";

test.each([
  [["--set", "INFO:name=x"], /unknown field INFO:name: expected one of .*INAM \(title\)/],
  [["--set", "INFO:INAM=x", "-o", "take.wav"], /-o take\.wav is the recording itself/],
  [["--set", "INFO:INAM=x", "-o", "x.wav", "--rewrite"], /--rewrite has no meaning together with -o/],
  [["b.wav", "--set", "INFO:INAM=x", "-o", "x.wav"], /-o takes one file/],
])("tag %j is wrong usage", async (args, message) => {
  const cwd = folderWithMetadata(INFO);
  const before = readFileSync(join(cwd, "take.wav"));
  const { code, stdout, stderr } = await tag(cwd, ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: .*; see longwave tag --help \(cli\/usage\)\n$/);
  expect(stderr).toMatch(message);
  expect(readFileSync(join(cwd, "take.wav"))).toEqual(before);
});

test("tag of a recording that was cut off says that repair comes first", async () => {
  const cwd = folderWithMetadata(INFO);
  const file = readFileSync(join(cwd, "take.wav"));
  writeFileSync(join(cwd, "take.wav"), file.subarray(0, 10_000));
  const { code, stderr } = await tag(cwd, "--set", "INFO:INAM=x");
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /\nerror: take\.wav .*; longwave repair does that, or -o writes a new file \(wav\/needs-repair\)\n$/,
  );
});

test("a dry run says what the real one would refuse", async () => {
  const cwd = folderWithMetadata(INFO);
  const file = readFileSync(join(cwd, "take.wav"));
  writeFileSync(join(cwd, "take.wav"), file.subarray(0, 10_000));
  const { code, stderr } = await tag(cwd, "--set", "INFO:INAM=x", "--dry-run");
  expect(code).toBe(1);
  expect(stderr).toContain("(wav/needs-repair)");
});

test("a rewrite that would lose bytes is refused, and a new file is not", async () => {
  const cwd = folderWithMetadata(INFO);
  const file = readFileSync(join(cwd, "take.wav"));
  writeFileSync(join(cwd, "take.wav"), Buffer.concat([file, Buffer.from("TAG".padEnd(128))]));
  const refused = await tag(cwd, "--set", "INFO:INAM=x", "--rewrite");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("(tag/would-lose)");
  expect(readFileSync(join(cwd, "take.wav")).length).toBe(file.length + 128);
  expect((await tag(cwd, "--set", "INFO:INAM=x", "-o", "new.wav")).code).toBe(0);
});

test("a name of another kind of file is refused", async () => {
  const cwd = folderWithMetadata(INFO);
  const { code, stderr } = await tag(cwd, "--set", "INFO:INAM=x", "-o", "take.mp3");
  expect(code).toBe(2);
  expect(stderr).toContain("expected a name for a WAV file");
});
