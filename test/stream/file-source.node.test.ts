import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { open, truncate, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { fileSource } from "../../src/stream/node/index.ts";
import { failure, failureCode, rejection } from "../helpers/failure.ts";
import { bytesAt, pattern, sameBytes } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const bytes = pattern(1000);

async function fileWith(content: Uint8Array): Promise<string> {
  const path = (await tempFolder()).file("a b#ü.wav");
  await writeFile(path, content);
  return path;
}

describe("a file source", () => {
  it("gives any range, and less at its end", async () => {
    const source = await fileSource(await fileWith(bytes));
    expect(source).toMatchObject({ size: 1000, name: "a b#ü.wav" });
    expect(await bytesAt(source, 30, 20)).toEqual(bytes.subarray(30, 50));
    expect(await bytesAt(source, 990, 20)).toEqual(bytes.subarray(990));
    expect(await bytesAt(source, 1000, 20)).toEqual(new Uint8Array());
    expect(await bytesAt(source, 2 ** 40, 20)).toEqual(new Uint8Array());
    await source.close?.();
  });

  it("takes a file: URL", async () => {
    const source = await fileSource(pathToFileURL(await fileWith(bytes)));
    expect(await bytesAt(source, 30, 20)).toEqual(bytes.subarray(30, 50));
    await source.close?.();
  });

  it("leaves a handle of the caller's open", async () => {
    const handle = await open(await fileWith(bytes));
    const source = await fileSource(handle);
    expect(await bytesAt(source, 30, 20)).toEqual(bytes.subarray(30, 50));
    await source.close?.();
    expect((await handle.read(new Uint8Array(4), 0, 4, 0)).bytesRead).toBe(4);
    await handle.close();
  });

  it("reads nothing through a handle that its owner has closed, though its number is another file's by now", async () => {
    const path = await fileWith(bytes);
    const handle = await open(path);
    const { fd } = handle;
    const source = await fileSource(handle);
    await handle.close();
    const other = await open(await fileWith(pattern(1000, 2)));
    expect(other.fd).toBe(fd);
    expect(await failureCode(bytesAt(source, 0, 10))).toBe("file/closed");
    await other.close();
    expect(await failureCode(fileSource(handle))).toBe("file/closed");
  });

  it("reads at offsets past 2^32 and 2^33 as at any other", async () => {
    const path = (await tempFolder()).file("large");
    const size = 2 ** 33 + 5000;
    const handle = await open(path, "w");
    await handle.truncate(size);
    for (const offset of [2 ** 32 - 100, 2 ** 33 + 7, size - 1000]) {
      await handle.write(bytes, 0, bytes.length, offset);
    }
    await handle.close();
    const source = await fileSource(path);
    expect(source.size).toBe(size);
    expect(sameBytes(await bytesAt(source, 2 ** 32 - 100, 1000), bytes)).toBe(true);
    expect(sameBytes(await bytesAt(source, 2 ** 33 + 7, 1000), bytes)).toBe(true);
    expect(sameBytes(await bytesAt(source, size - 1000, 2000), bytes)).toBe(true);
    expect(await bytesAt(source, 100, 1)).toEqual(Uint8Array.of(0));
    await source.close?.();
  });

  it("does not see what is appended later", async () => {
    const path = await fileWith(bytes);
    const source = await fileSource(path);
    await writeFile(path, bytes, { flag: "a" });
    expect(await bytesAt(source, 900, 500)).toEqual(bytes.subarray(900));
    await source.close?.();
  });

  it("serves reads that overlap", async () => {
    const source = await fileSource(await fileWith(bytes));
    const offsets = Array.from({ length: 50 }, (_, index) => index * 19);
    const all = await Promise.all(offsets.map((offset) => bytesAt(source, offset, 60)));
    expect(all).toEqual(offsets.map((offset) => bytes.subarray(offset, offset + 60)));
    await source.close?.();
  });

  it("rejects with the reason of a signal that is aborted", async () => {
    const source = await fileSource(await fileWith(bytes));
    const reason = new Error("no more");
    expect(await rejection(source.read(0, new Uint8Array(5), AbortSignal.abort(reason)))).toBe(reason);
    await source.close?.();
  });
});

describe("a file source refuses", () => {
  it("a file that is not there", async () => {
    const error = await failure(fileSource("/nowhere/at all.wav"));
    expect(error.code).toBe("file/not-found");
    expect(error.message).toBe("cannot open /nowhere/at all.wav: no such file or folder");
    expect(error.details).toEqual({ path: "/nowhere/at all.wav", errno: "ENOENT" });
    expect(error.cause).toMatchObject({ code: "ENOENT" });
  });

  it("a folder", async () => {
    const { path } = await tempFolder();
    const error = await failure(fileSource(path));
    expect(error.code).toBe("file/is-folder");
    expect(error.message).toBe(`cannot read ${path}: it is a folder`);
  });

  it("a pipe, at once, though nobody writes to it", async () => {
    const path = (await tempFolder()).file("pipe");
    execFileSync("mkfifo", [path]);
    const error = await failure(fileSource(path));
    expect(error.code).toBe("file/not-seekable");
    expect(error.message).toBe(
      `cannot read ${path} by range: it is a pipe or a device; save it to a file first`,
    );
  });

  it("a device", async () => {
    expect(await failureCode(fileSource("/dev/zero"))).toBe("file/not-seekable");
  });

  it("a path through a file", async () => {
    expect(await failureCode(fileSource(`${await fileWith(bytes)}/a`))).toBe("file/not-folder");
  });

  it.each([-1, -5, 0.5, Number.NaN])("the offset %d, and can be closed after that", async (offset) => {
    const source = await fileSource(await fileWith(bytes));
    expect(await failureCode(bytesAt(source, offset, 5))).toBe("stream/bad-range");
    await source.close?.();
  });

  it("to read after it was closed", async () => {
    const path = await fileWith(bytes);
    const source = await fileSource(path);
    await source.close?.();
    const error = await failure(bytesAt(source, 0, 10));
    expect(error.code).toBe("file/closed");
    expect(error.message).toBe(`cannot read ${path}: the file was closed`);
    await source.close?.();
  });

  it("leaves no file open behind a refusal", async () => {
    const { path } = await tempFolder();
    const before = openFiles();
    for (let time = 0; time < 20; time++) await failure(fileSource(path));
    expect(openFiles()).toBeLessThan(before + 10);
  });
});

function openFiles(): number {
  return readdirSync(`/proc/${process.pid}/fd`).length;
}

describe("closing a file source", () => {
  it("waits for the reads under way, which end well", async () => {
    const large = pattern(1 << 20);
    const source = await fileSource(await fileWith(large));
    let done = 0;
    const reads = Array.from({ length: 16 }, async () => {
      const got = await bytesAt(source, 0, large.length);
      done++;
      return sameBytes(got, large);
    });
    await source.close?.();
    expect(done).toBe(16);
    expect(await Promise.all(reads)).toEqual(Array(16).fill(true));
  });
});

describe("a file that is truncated while it is read", () => {
  it("fails the copy with what was wanted and what came", async () => {
    const path = await fileWith(bytes);
    const source = await fileSource(path);
    await truncate(path, 700);
    const error = await failure(copy(source, memorySink(), { blockSize: 400 }));
    expect(error.code).toBe("stream/unexpected-end");
    expect(error.message).toBe(
      "a b#ü.wav ended early: wanted 400 bytes at offset 400, got 300 (its size was 1000 bytes when it was opened)",
    );
    expect(error.details).toEqual({ offset: 400, actual: 300, expected: 400 });
    await source.close?.();
  });
});
