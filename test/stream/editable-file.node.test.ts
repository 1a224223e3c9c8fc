import { execFileSync } from "node:child_process";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { editableFile, fileSource } from "../../src/stream/node/index.ts";
import { failure, failureCode, rejection } from "../helpers/failure.ts";
import { noteFsCalls } from "../helpers/fs-calls.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

async function fileWith(content: Uint8Array): Promise<string> {
  const path = (await tempFolder()).file("take 1.wav");
  await writeFile(path, content);
  return path;
}

describe("an editable file", () => {
  it("is read and written in place", async () => {
    const path = await fileWith(pattern(100));
    const file = await editableFile(pathToFileURL(path));
    expect(file).toMatchObject({ size: 100, name: "take 1.wav" });
    await file.write(10, Uint8Array.of(1, 2, 3));
    expect(await bytesAt(file, 9, 5)).toEqual(Uint8Array.of(pattern(100)[9]!, 1, 2, 3, pattern(100)[13]!));
    await file.close?.();
    const wanted = pattern(100);
    wanted.set([1, 2, 3], 10);
    expect(new Uint8Array(await readFile(path))).toEqual(wanted);
  });

  it("grows where a write reaches past its end, with zeros between", async () => {
    const path = await fileWith(Uint8Array.of(1, 2));
    const file = await editableFile(path);
    await file.write(1, Uint8Array.of(3, 4));
    await file.write(5, Uint8Array.of(6));
    expect(file.size).toBe(6);
    expect(await bytesAt(file, 0, 10)).toEqual(Uint8Array.of(1, 3, 4, 0, 0, 6));
    await file.close?.();
  });

  it("is cut off, and filled up with zeros", async () => {
    const path = await fileWith(Uint8Array.of(1, 2, 3));
    const file = await editableFile(path);
    await file.truncate(1);
    expect(file.size).toBe(1);
    expect(await bytesAt(file, 0, 10)).toEqual(Uint8Array.of(1));
    await file.truncate(3);
    await file.close?.();
    expect([...(await readFile(path))]).toEqual([1, 0, 0]);
  });

  it("shows its changes to others who have it open", async () => {
    const path = await fileWith(pattern(10));
    const [one, other, reader] = [await editableFile(path), await editableFile(path), await fileSource(path)];
    await one.write(2, Uint8Array.of(7));
    await other.write(3, Uint8Array.of(8));
    for (const file of [one, other, reader]) expect(await bytesAt(file, 2, 2)).toEqual(Uint8Array.of(7, 8));
    for (const file of [one, other, reader]) await file.close?.();
  });

  it("lies on the disk after a sync", async () => {
    const path = await fileWith(pattern(10));
    const file = await editableFile(path);
    const calls = noteFsCalls();
    await file.write(0, Uint8Array.of(1));
    expect(calls).toEqual([]);
    await file.sync();
    expect(calls).toEqual([`sync ${path}`]);
    await file.close?.();
  });

  it("rejects with the reason of a signal that is aborted", async () => {
    const file = await editableFile(await fileWith(pattern(10)));
    const reason = new Error("no more");
    expect(await rejection(file.read(0, new Uint8Array(1), AbortSignal.abort(reason)))).toBe(reason);
    await file.close?.();
  });

  it.each([-1, 0.5, Number.NaN])("refuses the offset %d, and that length", async (offset) => {
    const path = await fileWith(pattern(10));
    const file = await editableFile(path);
    expect(await failureCode(bytesAt(file, offset, 1))).toBe("stream/bad-range");
    expect(await failureCode(file.write(offset, new Uint8Array(1)))).toBe("stream/bad-range");
    expect(await failureCode(file.truncate(offset))).toBe("stream/bad-range");
    await file.close?.();
    expect(new Uint8Array(await readFile(path))).toEqual(pattern(10));
  });
});

describe("an editable file refuses", () => {
  it("a file that is not there, and makes none", async () => {
    const folder = await tempFolder();
    expect(await failureCode(editableFile(folder.file("none.wav")))).toBe("file/not-found");
    expect(await folder.names()).toEqual([]);
  });

  it("a folder", async () => {
    expect(await failureCode(editableFile((await tempFolder()).path))).toBe("file/is-folder");
  });

  it("a pipe, at once, though nobody reads it", async () => {
    const path = (await tempFolder()).file("pipe");
    execFileSync("mkfifo", [path]);
    const error = await failure(editableFile(path));
    expect(error.code).toBe("file/not-seekable");
    expect(error.message).toBe(`cannot edit ${path}: it is a pipe or a device`);
  });

  it("a device", async () => {
    expect(await failureCode(editableFile("/dev/null"))).toBe("file/not-seekable");
  });

  // The superuser may write whatever its permissions say.
  it.skipIf(process.getuid?.() === 0)("a file that may only be read", async () => {
    const path = await fileWith(pattern(10));
    await chmod(path, 0o444);
    expect(await failureCode(editableFile(path))).toBe("file/not-permitted");
  });

  it("everything after it was closed", async () => {
    const file = await editableFile(await fileWith(pattern(10)));
    await file.close?.();
    await file.close?.();
    expect(await failureCode(bytesAt(file, 0, 5))).toBe("file/closed");
    expect(await failureCode(file.write(0, new Uint8Array(1)))).toBe("file/closed");
    expect(await failureCode(file.truncate(0))).toBe("file/closed");
    expect(await failureCode(file.sync())).toBe("file/closed");
  });
});
