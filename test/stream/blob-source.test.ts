import { describe, expect, it } from "vitest";
import { blobSource } from "../../src/stream/blob-source.ts";
import { failureCode, rejection } from "../helpers/failure.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";

describe("a blob source", () => {
  it("gives any range, and less at its end", async () => {
    const bytes = pattern(100);
    const source = blobSource(new Blob([bytes.subarray(0, 40), bytes.subarray(40)]));
    expect(source.size).toBe(100);
    expect(await bytesAt(source, 30, 20)).toEqual(bytes.subarray(30, 50));
    expect(await bytesAt(source, 90, 20)).toEqual(bytes.subarray(90));
    expect(await bytesAt(source, 100, 20)).toEqual(new Uint8Array());
    expect(await bytesAt(source, 2 ** 40, 20)).toEqual(new Uint8Array());
  });

  it("has a file's name, and none of a blob that has none", () => {
    expect(blobSource(new File(["x"], "session.wav")).name).toBe("session.wav");
    expect(blobSource(new Blob(["x"]))).not.toHaveProperty("name");
  });

  it("loads only the range that is read", async () => {
    const blob = new Blob([pattern(1000)]);
    const loaded: number[] = [];
    const slice = blob.slice.bind(blob);
    blob.slice = (from = 0, to = 0) => {
      loaded.push(to - from);
      return slice(from, to);
    };
    await bytesAt(blobSource(blob), 500, 10);
    expect(loaded).toEqual([10]);
  });

  it("refuses a negative offset, which a blob takes from its end", async () => {
    expect(await failureCode(bytesAt(blobSource(new Blob(["abc"])), -2, 2))).toBe("stream/bad-range");
  });

  it("rejects with the reason of a signal that is aborted, before or while it reads", async () => {
    const source = blobSource(new Blob(["abc"]));
    const reason = new Error("no more");
    expect(await rejection(source.read(0, new Uint8Array(3), AbortSignal.abort(reason)))).toBe(reason);
    const controller = new AbortController();
    const reading = source.read(0, new Uint8Array(3), controller.signal);
    controller.abort(reason);
    expect(await rejection(reading)).toBe(reason);
  });
});
