import { openAsBlob } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { blobSource } from "../../src/stream/blob-source.ts";
import { failure } from "../helpers/failure.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

test("a blob source says that a file was changed after it was chosen", async () => {
  const folder = await tempFolder();
  await writeFile(folder.file("a"), pattern(100));
  const source = blobSource(await openAsBlob(folder.file("a")));
  await rm(folder.file("a"));
  const error = await failure(bytesAt(source, 10, 20));
  expect(error.code).toBe("stream/blob-unreadable");
  expect(error.message).toBe("cannot read 20 bytes at offset 10 of the blob: it was changed or removed");
  expect(error.cause).toMatchObject({ name: "NotReadableError" });
});
