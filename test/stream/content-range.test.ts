import { describe, expect, it } from "vitest";
import { parseContentRange, parseUnsatisfiedRange } from "../../src/stream/content-range.ts";

describe("Content-Range", () => {
  it("is read as RFC 9110 §14.4 writes it", () => {
    expect(parseContentRange("bytes 42-1233/1234")).toEqual({ first: 42, last: 1233, total: 1234 });
    expect(parseContentRange(" BYTES 42-1233/* ")).toEqual({ first: 42, last: 1233, total: undefined });
    expect(parseContentRange("bytes 5000000000-5000000001/6000000000")?.first).toBe(5_000_000_000);
    expect(parseUnsatisfiedRange("bytes */1234")).toBe(1234);
  });

  it.each([
    "",
    "bytes",
    "bytes */1234",
    "bytes=0-1/2",
    "bytes 0-1",
    "bytes -1/2",
    "bytes 2-1/9",
    "bytes 0-9/9",
    "bytes 0-1/99999999999999999999",
    "bytes 0-1/2, bytes 3-4/5",
  ])("is nothing when it says %j", (text) => {
    expect(parseContentRange(text)).toBeUndefined();
  });
});
