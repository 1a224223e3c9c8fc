import { expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { oggEarlyEnd } from "../../../src/transcode/probe/ogg-end.ts";

/** A page of Ogg with one segment; `flags` 4 marks the last of a stream (RFC 3533 §6). */
function page(flags: number, body: string): number[] {
  const text = [...new TextEncoder().encode(body)];
  return [0x4f, 0x67, 0x67, 0x53, 0, flags, ...new Array<number>(20).fill(0), 1, text.length, ...text];
}

async function said(bytes: readonly number[]): Promise<string | undefined> {
  const warning = await oggEarlyEnd(memorySource(Uint8Array.from(bytes)));
  if (warning !== undefined) expect(warning.code).toBe("media/shorter-than-declared");
  return warning?.message;
}

const FIRST = page(2, "the first");
const LAST = page(4, "the last, OggS");

test("an Ogg file whose last page says so is whole", async () => {
  expect(await said([...FIRST, ...LAST])).toBeUndefined();
  expect(await said([...new Array<number>(200_000).fill(0x4f), ...LAST])).toBeUndefined();
});

test("an Ogg file that ends with another page is not", async () => {
  expect(await said(FIRST)).toBe("the last page of the file, at byte 0, is not marked as the end");
});

test("nor is one whose last page is cut off, even within its head", async () => {
  const whole = [...FIRST, ...LAST];
  expect(await said(whole.slice(0, -1))).toBe(
    `the last page of the file, at byte ${FIRST.length}, is cut off: expected ${LAST.length} bytes, got ${LAST.length - 1}`,
  );
  for (let length = 1; length < whole.length; length++) {
    expect(await said(whole.slice(0, length)), `${length} bytes`).toBeDefined();
  }
});

test("nor is one without a page at its end", async () => {
  expect(await said([])).toBe("the file has no page of Ogg at its end");
  expect(await said([...LAST, ...new Array<number>(70_000).fill(0)])).toBe(
    "the file has no page of Ogg at its end",
  );
});
