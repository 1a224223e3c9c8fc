import { expect, test } from "vitest";
import { copy } from "../../src/stream/copy.ts";
import { memoryFolder } from "../../src/stream/memory-folder.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { describeFolder } from "../helpers/folder-contract.ts";
import { pattern } from "../helpers/pattern.ts";

describeFolder("a memory folder", async () => memoryFolder());

test("a memory folder shows its files as bytes", async () => {
  const folder = memoryFolder("session");
  await copy(memorySource(pattern(5000)), await folder.create("a"));
  expect(folder.files.get("a")).toEqual(pattern(5000));
  expect(folder.name).toBe("session");
});
