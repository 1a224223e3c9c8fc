import { open, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { startLoadedChild } from "../helpers/child.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

test("the memory of a copy does not grow with the file: 1 GiB costs less than 8 MiB", async () => {
  const folder = await tempFolder();
  const from = folder.file("from");
  const handle = await open(from, "w");
  await handle.truncate(2 ** 30);
  await handle.close();
  const child = startLoadedChild("child-copy", from, "/dev/null");
  const { bytes, grownKib } = JSON.parse(await child.line());
  await child.ended();
  expect(bytes).toBe(2 ** 30);
  expect(grownKib).toBeLessThan(8 * 1024);
  expect((await stat(from)).size).toBe(2 ** 30);
});
