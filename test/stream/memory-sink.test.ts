import { describe, expect, it } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { failure, failureCode } from "../helpers/failure.ts";
import { pattern } from "../helpers/pattern.ts";

describe("a memory sink", () => {
  it("gives what was written, however it grew", async () => {
    const sink = memorySink();
    const bytes = pattern(100_000);
    for (let offset = 0; offset < bytes.length; offset += 777) {
      await sink.write(bytes.subarray(offset, offset + 777));
    }
    await sink.close();
    expect(sink.bytes()).toEqual(bytes);
  });

  it("copies what it is given, which may be used again", async () => {
    const sink = memorySink();
    const piece = new Uint8Array([1, 2, 3]);
    await sink.write(piece);
    piece.fill(9);
    await sink.write(piece);
    await sink.close();
    expect([...sink.bytes()]).toEqual([1, 2, 3, 9, 9, 9]);
  });

  it("patches what was written, and nothing else", async () => {
    const sink = memorySink();
    await sink.write(new Uint8Array(4));
    await sink.patch?.(1, Uint8Array.of(7, 8));
    for (const offset of [-1, 3, 0.5, Number.NaN]) {
      expect(await failureCode(sink.patch?.(offset, new Uint8Array(2)) as Promise<void>)).toBe(
        "stream/bad-patch",
      );
    }
    await sink.close();
    expect([...sink.bytes()]).toEqual([0, 7, 8, 0]);
  });

  it("has no result before its close, or after an abort", async () => {
    const sink = memorySink();
    expect(() => sink.bytes()).toThrow("the memory sink has no result: it is open, not closed");
    await sink.abort();
    await sink.abort();
    expect(() => sink.bytes()).toThrow("the memory sink has no result: it is aborted, not closed");
    const error = await failure(sink.write(new Uint8Array(1)));
    expect(error).toMatchObject({
      code: "stream/sink-ended",
      message: "the memory sink is aborted already",
    });
  });

  it("keeps its result when it is aborted after its close", async () => {
    const sink = memorySink();
    await sink.write(Uint8Array.of(1));
    await sink.close();
    await sink.abort();
    expect([...sink.bytes()]).toEqual([1]);
    expect(await failureCode(sink.close())).toBe("stream/sink-ended");
  });
});
