import { expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { cafEarlyEnd } from "../../../src/transcode/probe/caf-end.ts";

function chunk(type: string, size: number, length = size): Uint8Array {
  const bytes = new Uint8Array(12 + length);
  bytes.set(new TextEncoder().encode(type));
  new DataView(bytes.buffer).setBigInt64(4, BigInt(size));
  return bytes;
}

const told = async (...pieces: readonly Uint8Array[]) =>
  (await cafEarlyEnd(memorySource(new Uint8Array(Buffer.concat([new Uint8Array(8), ...pieces])))))?.message;

test("a Core Audio file that has all of its sound, or whose sound goes to the end, is whole", async () => {
  expect(await told(chunk("desc", 32), chunk("data", 100))).toBeUndefined();
  expect(await told(chunk("desc", 32), chunk("data", 100), chunk("info", 10))).toBeUndefined();
  expect(await told(chunk("desc", 32), chunk("data", -1, 100))).toBeUndefined();
});

test("a Core Audio file that ends before its sound does, or before a chunk in front of it, is not", async () => {
  expect(await told(chunk("desc", 32), chunk("data", 100, 40))).toBe(
    "the file declares 164 bytes and has 104",
  );
  expect(await told(chunk("desc", 32, 20))).toBe("the file declares 52 bytes and has 40");
});
