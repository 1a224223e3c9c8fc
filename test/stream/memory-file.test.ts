import { describe, expect, it } from "vitest";
import { memoryFile } from "../../src/stream/memory-file.ts";
import { failureCode, rejection } from "../helpers/failure.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";

describe("a memory file", () => {
  it("holds a copy of what it was given", async () => {
    const content = pattern(10);
    const file = memoryFile(content, "take 1.wav");
    await file.write(0, Uint8Array.of(1, 2));
    expect(content).toEqual(pattern(10));
    expect(file).toMatchObject({ size: 10, name: "take 1.wav" });
    expect(file.bytes()).toEqual(Uint8Array.of(1, 2, ...pattern(10).subarray(2)));
  });

  it("begins empty unless told otherwise", async () => {
    const file = memoryFile();
    expect(file.size).toBe(0);
    expect(await bytesAt(file, 0, 5)).toEqual(new Uint8Array());
  });

  it("gives any range, and less at its end", async () => {
    const file = memoryFile(pattern(10).buffer);
    expect(await bytesAt(file, 3, 4)).toEqual(pattern(10).subarray(3, 7));
    expect(await bytesAt(file, 8, 4)).toEqual(pattern(10).subarray(8));
    expect(await bytesAt(file, 100, 4)).toEqual(new Uint8Array());
  });

  it("copies what is written, which may be used again", async () => {
    const file = memoryFile(new Uint8Array(2));
    const piece = Uint8Array.of(5);
    await file.write(0, piece);
    piece.fill(9);
    await file.write(1, piece);
    expect([...file.bytes()]).toEqual([5, 9]);
  });

  it("grows where a write reaches past its end, with zeros between", async () => {
    const file = memoryFile(Uint8Array.of(1, 2));
    await file.write(1, Uint8Array.of(3, 4));
    await file.write(5, Uint8Array.of(6));
    expect([...file.bytes()]).toEqual([1, 3, 4, 0, 0, 6]);
    expect(file.size).toBe(6);
  });

  it("is cut off, and filled up with zeros", async () => {
    const file = memoryFile(Uint8Array.of(1, 2, 3));
    await file.truncate(1);
    await file.truncate(3);
    await file.sync();
    expect([...file.bytes()]).toEqual([1, 0, 0]);
  });

  it.each([-1, 0.5, Number.NaN])("refuses the offset %d, and that length", async (offset) => {
    const file = memoryFile(pattern(4));
    expect(await failureCode(bytesAt(file, offset, 1))).toBe("stream/bad-range");
    expect(await failureCode(file.write(offset, new Uint8Array(1)))).toBe("stream/bad-range");
    expect(await failureCode(file.truncate(offset))).toBe("stream/bad-range");
    expect(file.bytes()).toEqual(pattern(4));
  });

  it("rejects with the reason of a signal that is aborted", async () => {
    const reason = new Error("no more");
    expect(await rejection(memoryFile().read(0, new Uint8Array(1), AbortSignal.abort(reason)))).toBe(reason);
  });
});
