import { describe, expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { aviEarlyEnd } from "../../../src/transcode/probe/avi-end.ts";

/** A part of an AVI that says it has `size` bytes, and has `length`. */
function part(size: number, length = size): Uint8Array {
  const bytes = new Uint8Array(8 + length);
  bytes.set(new TextEncoder().encode("RIFF"));
  new DataView(bytes.buffer).setUint32(4, size, true);
  return bytes;
}

const told = async (...pieces: readonly Uint8Array[]) =>
  (await aviEarlyEnd(memorySource(new Uint8Array(Buffer.concat(pieces)))))?.message;

describe("an AVI", () => {
  test("that has all of its parts, of even and odd sizes, ends where it says", async () => {
    expect(await told(part(100))).toBeUndefined();
    expect(await told(part(100), part(50))).toBeUndefined();
    expect(await told(part(101), Uint8Array.of(0), part(50))).toBeUndefined();
    expect(await told(part(101))).toBeUndefined();
  });

  test("that lacks some of a part says so, of the first and of a later one", async () => {
    expect(await told(part(100, 40))).toBe("the file declares 108 bytes and has 48");
    expect(await told(part(101), Uint8Array.of(0), part(50, 49))).toBe(
      "the file declares 168 bytes and has 167",
    );
  });

  test("that may have other bytes behind its parts, or does not know its size, is believed", async () => {
    expect(await told(part(100), new Uint8Array(30).fill(7))).toBeUndefined();
    expect(await told(part(0xffff_ffff, 50))).toBeUndefined();
    expect(await told(part(0, 50))).toBeUndefined();
  });

  test("of nothing but heads of parts is not read for ever", async () => {
    let reads = 0;
    const source = memorySource(new Uint8Array(Buffer.concat(Array.from({ length: 20_000 }, () => part(2)))));
    const counted: typeof source = {
      ...source,
      read(offset, into, signal) {
        reads++;
        return source.read(offset, into, signal);
      },
    };
    expect(await aviEarlyEnd(counted)).toBeUndefined();
    expect(reads).toBe(10_000);
  });
});
