import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { cachedSource } from "../../src/stream/cached-source.ts";
import { httpSource } from "../../src/stream/http-source.ts";
import { bytesAt, sameBytes } from "../helpers/pattern.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { virtualBytes, virtualEntity } from "../helpers/virtual-entity.ts";

async function readRange(source: ByteSource, from: number, to: number): Promise<void> {
  expect(sameBytes(await bytesAt(source, from, to - from), virtualBytes(from, to - from))).toBe(true);
}

describe("a 4 GiB recording over HTTP", () => {
  const from = 2 ** 31 + 12_345;
  const length = 1_760_000;

  it.each(["read", "stream"] as const)(
    "is opened and a range taken by %s with 2 requests and 64 KiB of overhead",
    async (how) => {
      const server = await rangeServer(virtualEntity(2 ** 32));
      try {
        const source = cachedSource(await httpSource(server.url));
        for (let window = 0; window < 16_384; window += 4096) await readRange(source, window, window + 4096);
        if (how === "read") {
          await readRange(source, from, from + length);
        } else {
          let at = from;
          for await (const piece of source.stream!(from, from + length)) at += piece.length;
          expect(at).toBe(from + length);
        }
        expect(server.requests).toHaveLength(2);
        expect(server.bytesMoved).toBeLessThanOrEqual(length + 65_536);
      } finally {
        await server.close();
      }
    },
  );
});
