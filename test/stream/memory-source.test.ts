import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { failureCode, rejection } from "../helpers/failure.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";

describe("a memory source", () => {
  it("gives any range, and less at its end", async () => {
    const bytes = pattern(100);
    const source = memorySource(bytes, "a name");
    expect(source).toMatchObject({ size: 100, name: "a name" });
    expect(await bytesAt(source, 10, 20)).toEqual(bytes.subarray(10, 30));
    expect(await bytesAt(source, 90, 20)).toEqual(bytes.subarray(90));
    expect(await bytesAt(source, 100, 20)).toEqual(new Uint8Array());
    expect(await bytesAt(source, 2 ** 40, 20)).toEqual(new Uint8Array());
  });

  it("takes an ArrayBuffer, and a view without its surroundings", async () => {
    const bytes = pattern(100);
    expect(await bytesAt(memorySource(bytes.buffer), 0, 100)).toEqual(bytes);
    expect(await bytesAt(memorySource(bytes.subarray(20, 30)), 5, 100)).toEqual(bytes.subarray(25, 30));
  });

  it("shares its bytes with whoever gave them", async () => {
    const bytes = pattern(10);
    const source = memorySource(bytes);
    bytes[3] = 99;
    expect(await bytesAt(source, 3, 1)).toEqual(Uint8Array.of(99));
  });

  it.each([-1, -100, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses the offset %d", async (offset) => {
    expect(await failureCode(bytesAt(memorySource(pattern(10)), offset, 5))).toBe("stream/bad-range");
  });

  it("rejects with the reason of a signal that is aborted", async () => {
    const reason = new Error("no more");
    const reading = memorySource(pattern(10)).read(0, new Uint8Array(5), AbortSignal.abort(reason));
    expect(await rejection(reading)).toBe(reason);
  });
});
