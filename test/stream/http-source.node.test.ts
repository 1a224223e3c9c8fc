import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { httpSource } from "../../src/stream/http-source.ts";
import { failure } from "../helpers/failure.ts";
import { readRange, same } from "../helpers/http-reads.ts";
import { QUICK, servedEntity } from "../helpers/served-entity.ts";
import { stopClock } from "../helpers/stopped-clock.ts";

const size = 1_000_000;
const entity = servedEntity(size);

async function streamRange(source: ByteSource, from: number, to: number): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of source.stream!(from, to)) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

describe("opening", () => {
  it("takes one request, which asks for the first 16 KiB as they are", async () => {
    const source = await entity.open();
    expect(source.size).toBe(size);
    expect(source.name).toBe(entity.server.url);
    expect(entity.server.requests).toHaveLength(1);
    expect(entity.server.requests[0]?.range).toBe("bytes=0-16383");
    expect(entity.server.requests[0]?.headers["accept-encoding"]).toMatch(/^identity/);
  });

  it("keeps the first bytes, so that reads within them cost nothing", async () => {
    const source = await entity.open();
    same(await readRange(source, 0, 44), 0, 44);
    same(await readRange(source, 12_288, 4096), 12_288, 4096);
    expect(entity.server.requests).toHaveLength(1);
  });

  it("keeps as many first bytes as headBytes says", async () => {
    const source = await entity.open({ headBytes: 100 });
    same(await readRange(source, 0, 100), 0, 100);
    expect(entity.server.requests.map((request) => request.range)).toEqual(["bytes=0-99"]);
  });

  it("holds a file that is smaller than the first request", async () => {
    entity.server.entity.size = 10;
    const source = await entity.open();
    expect(source.size).toBe(10);
    same(await readRange(source, 0, 100), 0, 10);
    expect(entity.server.requests).toHaveLength(1);
  });

  it("takes a 416 with bytes */0 for an empty file", async () => {
    entity.server.entity.size = 0;
    const source = await entity.open();
    expect(source.size).toBe(0);
    expect(await readRange(source, 0, 10)).toEqual(new Uint8Array());
    expect(await streamRange(source, 0, 0)).toEqual(new Uint8Array());
  });

  it("moves credentials from the URL into a header and shows them nowhere", async () => {
    entity.server.next({ kind: "status", status: 403 });
    const url = entity.server.url.replace("//", "//j%C3%BCrgen:pass%40word@");
    const error = await failure(httpSource(url, QUICK));
    expect(entity.server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("jürgen:pass@word").toString("base64")}`,
    );
    expect(inspect(error)).not.toMatch(/pass|rgen/);
    expect((await httpSource(url, QUICK)).name).toBe(entity.server.url);
  });

  it("lets an Authorization of the caller's win over credentials in the URL", async () => {
    await httpSource(entity.server.url.replace("//", "//a:b@"), {
      ...QUICK,
      headers: { authorization: "Bearer c" },
    });
    expect(entity.server.requests[0]?.headers.authorization).toBe("Bearer c");
  });

  it("sends the caller's headers with every request, through the caller's fetch", async () => {
    const fetch = vi.fn(globalThis.fetch);
    const source = await entity.open({ headers: [["X-Take", "7"]], fetch });
    await readRange(source, 500_000, 10);
    expect(entity.server.requests.map((request) => request.headers["x-take"])).toEqual(["7", "7"]);
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

describe("reading", () => {
  it("takes exactly one request of exactly the range", async () => {
    const source = await entity.open();
    same(await readRange(source, 300_001, 200_003), 300_001, 200_003);
    expect(entity.server.requests.map((request) => request.range)).toEqual([
      "bytes=0-16383",
      "bytes=300001-500003",
    ]);
  });

  it("asks only for what the kept first bytes lack", async () => {
    const source = await entity.open();
    same(await readRange(source, 10_000, 10_000), 10_000, 10_000);
    expect(entity.server.requests[1]?.range).toBe("bytes=16384-19999");
  });

  it("is short at the end of the file, and nothing past it", async () => {
    const source = await entity.open();
    same(await readRange(source, size - 5, 100), size - 5, 5);
    expect(await readRange(source, size, 100)).toEqual(new Uint8Array());
    expect(await readRange(source, size + 50, 100)).toEqual(new Uint8Array());
    expect(entity.server.requests).toHaveLength(2);
  });

  it("refuses a range that does not exist", async () => {
    const source = await entity.open();
    expect((await failure(readRange(source, -1, 10))).code).toBe("stream/bad-range");
    expect(() => source.stream?.(5, size + 1)).toThrow(
      "expected 0 <= from <= to <= 1000000, got from 5 to 1000001",
    );
  });

  it("streams a range of any length in one request", async () => {
    const source = await entity.open();
    same(await streamRange(source, 5, 900_000), 5, 899_995);
    same(await streamRange(source, 900_000, size), 900_000, 100_000);
    expect(entity.server.requests.slice(1).map((request) => request.range)).toEqual([
      "bytes=16384-899999",
      "bytes=900000-999999",
    ]);
  });

  it("leaves the connection of a body that has come to its end to the next request", async () => {
    const source = await entity.open();
    for (let from = 100_000; from < 600_000; from += 50_000) await readRange(source, from, 50_000);
    expect(entity.server.requests).toHaveLength(11);
    expect(entity.server.connections).toBeLessThanOrEqual(4); // Node's fetch may open another while one comes to rest
  });

  it("streams no faster than the consumer takes it", async () => {
    entity.server.entity.size = 2 ** 32;
    const source = await entity.open();
    for await (const piece of source.stream!(1_000_000, 2 ** 32)) {
      expect(piece.length).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      break;
    }
    expect(entity.server.bytesMoved).toBeLessThan(64 * 2 ** 20); // what the sockets' buffers hold, not 4 GiB
  });

  it("does not take a slow consumer for a stalled server", async () => {
    stopClock();
    const source = await entity.open({ stallTimeoutMs: 400, retries: 0 });
    let got = 0;
    for await (const piece of source.stream!(0, size)) {
      if (got === 0) await vi.advanceTimersByTimeAsync(900);
      got += piece.length;
    }
    expect(got).toBe(size);
  });

  it("gives pieces that the consumer may overwrite", async () => {
    const source = await entity.open();
    for await (const piece of source.stream!(0, 20_000)) piece.fill(0);
    same(await readRange(source, 0, 1000), 0, 1000);
  });

  it("continues a part that is shorter than asked", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "short", bytes: 30_000 });
    same(await readRange(source, 100_000, 100_000), 100_000, 100_000);
    expect(entity.server.requests.slice(1).map((request) => request.range)).toEqual([
      "bytes=100000-199999",
      "bytes=130000-199999",
    ]);
  });

  it("takes parts that a server caps far below the range for no failure, however many", async () => {
    const source = await entity.open({ retries: 0 });
    entity.server.always({ kind: "short", bytes: 20_000 });
    same(await readRange(source, 100_000, 400_000), 100_000, 400_000);
    expect(entity.server.requests).toHaveLength(21);
  });

  it("cuts a part that is longer than asked and lets go of the rest", async () => {
    entity.server.entity.size = 2 ** 32;
    const source = await entity.open();
    entity.server.next({ kind: "long", bytes: 2 ** 31 });
    same(await readRange(source, 100_000, 50_000), 100_000, 50_000);
    await expect.poll(() => entity.server.pending).toBe(0);
  });
});
