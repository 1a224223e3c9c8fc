import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { LongwaveError } from "../../src/stream/error.ts";
import { type HttpSourceOptions, httpSource } from "../../src/stream/http-source.ts";
import { type RangeServer, rangeServer } from "../helpers/range-server.ts";
import { settled } from "../helpers/settled.ts";
import { stopClock, until } from "../helpers/stopped-clock.ts";
import { virtualBytes, virtualEntity } from "../helpers/virtual-entity.ts";

const size = 1_000_000;
const quick: HttpSourceOptions = { backoffMs: 1, stallTimeoutMs: 60_000 };
let server: RangeServer;

beforeEach(async () => {
  server = await rangeServer(virtualEntity(size));
});

afterEach(async () => {
  await server.close();
});

function open(options: HttpSourceOptions = {}): Promise<ByteSource> {
  return httpSource(server.url, { ...quick, ...options });
}

async function readRange(
  source: ByteSource,
  from: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const into = new Uint8Array(length);
  const got = await source.read(from, into, signal);
  return into.subarray(0, got);
}

async function streamRange(source: ByteSource, from: number, to: number): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of source.stream!(from, to)) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

async function failure(promise: Promise<unknown>): Promise<LongwaveError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LongwaveError);
  return error as LongwaveError;
}

/** The platform's `fetch`, and what it has brought. */
function countingFetch() {
  const brought = { answers: 0, bytes: 0 };
  const fetch: typeof globalThis.fetch = async (...request) => {
    const response = await globalThis.fetch(...request);
    brought.answers++;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        brought.bytes += piece.length;
        controller.enqueue(piece);
      },
    });
    return new Response(response.body?.pipeThrough(counter), response);
  };
  return { fetch, brought };
}

function same(actual: Uint8Array, from: number, length: number): void {
  expect(actual.length).toBe(length);
  expect(Buffer.compare(actual, virtualBytes(from, length))).toBe(0);
}

describe("opening", () => {
  it("takes one request, which asks for the first 16 KiB as they are", async () => {
    const source = await open();
    expect(source.size).toBe(size);
    expect(source.name).toBe(server.url);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.range).toBe("bytes=0-16383");
    expect(server.requests[0]?.headers["accept-encoding"]).toMatch(/^identity/);
  });

  it("keeps the first bytes, so that reads within them cost nothing", async () => {
    const source = await open();
    same(await readRange(source, 0, 44), 0, 44);
    same(await readRange(source, 12_288, 4096), 12_288, 4096);
    expect(server.requests).toHaveLength(1);
  });

  it("keeps as many first bytes as headBytes says", async () => {
    const source = await open({ headBytes: 100 });
    same(await readRange(source, 0, 100), 0, 100);
    expect(server.requests.map((request) => request.range)).toEqual(["bytes=0-99"]);
  });

  it("holds a file that is smaller than the first request", async () => {
    server.entity.size = 10;
    const source = await open();
    expect(source.size).toBe(10);
    same(await readRange(source, 0, 100), 0, 10);
    expect(server.requests).toHaveLength(1);
  });

  it("takes a 416 with bytes */0 for an empty file", async () => {
    server.entity.size = 0;
    const source = await open();
    expect(source.size).toBe(0);
    expect(await readRange(source, 0, 10)).toEqual(new Uint8Array());
    expect(await streamRange(source, 0, 0)).toEqual(new Uint8Array());
  });

  it("moves credentials from the URL into a header and shows them nowhere", async () => {
    server.next({ kind: "status", status: 403 });
    const url = server.url.replace("//", "//j%C3%BCrgen:pass%40word@");
    const error = await failure(httpSource(url, quick));
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("jürgen:pass@word").toString("base64")}`,
    );
    expect(inspect(error)).not.toMatch(/pass|rgen/);
    expect((await httpSource(url, quick)).name).toBe(server.url);
  });

  it("lets an Authorization of the caller's win over credentials in the URL", async () => {
    await httpSource(server.url.replace("//", "//a:b@"), {
      ...quick,
      headers: { authorization: "Bearer c" },
    });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer c");
  });

  it("sends the caller's headers with every request, through the caller's fetch", async () => {
    const fetch = vi.fn(globalThis.fetch);
    const source = await open({ headers: [["X-Take", "7"]], fetch });
    await readRange(source, 500_000, 10);
    expect(server.requests.map((request) => request.headers["x-take"])).toEqual(["7", "7"]);
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

describe("reading", () => {
  it("takes exactly one request of exactly the range", async () => {
    const source = await open();
    same(await readRange(source, 300_001, 200_003), 300_001, 200_003);
    expect(server.requests.map((request) => request.range)).toEqual(["bytes=0-16383", "bytes=300001-500003"]);
  });

  it("asks only for what the kept first bytes lack", async () => {
    const source = await open();
    same(await readRange(source, 10_000, 10_000), 10_000, 10_000);
    expect(server.requests[1]?.range).toBe("bytes=16384-19999");
  });

  it("is short at the end of the file, and nothing past it", async () => {
    const source = await open();
    same(await readRange(source, size - 5, 100), size - 5, 5);
    expect(await readRange(source, size, 100)).toEqual(new Uint8Array());
    expect(await readRange(source, size + 50, 100)).toEqual(new Uint8Array());
    expect(server.requests).toHaveLength(2);
  });

  it("refuses a range that does not exist", async () => {
    const source = await open();
    expect((await failure(readRange(source, -1, 10))).code).toBe("stream/bad-range");
    expect(() => source.stream?.(5, size + 1)).toThrow(
      "expected 0 <= from <= to <= 1000000, got from 5 to 1000001",
    );
  });

  it("streams a range of any length in one request", async () => {
    const source = await open();
    same(await streamRange(source, 5, 900_000), 5, 899_995);
    same(await streamRange(source, 900_000, size), 900_000, 100_000);
    expect(server.requests.slice(1).map((request) => request.range)).toEqual([
      "bytes=16384-899999",
      "bytes=900000-999999",
    ]);
  });

  it("leaves the connection of a body that has come to its end to the next request", async () => {
    const source = await open();
    for (let from = 100_000; from < 600_000; from += 50_000) await readRange(source, from, 50_000);
    expect(server.requests).toHaveLength(11);
    expect(server.connections).toBeLessThanOrEqual(4); // Node's fetch may open another while one comes to rest
  });

  it("streams no faster than the consumer takes it", async () => {
    server.entity.size = 2 ** 32;
    const source = await open();
    for await (const piece of source.stream!(1_000_000, 2 ** 32)) {
      expect(piece.length).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      break;
    }
    expect(server.bytesMoved).toBeLessThan(64 * 2 ** 20); // what the sockets' buffers hold, not 4 GiB
  });

  it("does not take a slow consumer for a stalled server", async () => {
    stopClock();
    const source = await open({ stallTimeoutMs: 400, retries: 0 });
    let got = 0;
    for await (const piece of source.stream!(0, size)) {
      if (got === 0) await vi.advanceTimersByTimeAsync(900);
      got += piece.length;
    }
    expect(got).toBe(size);
  });

  it("gives pieces that the consumer may overwrite", async () => {
    const source = await open();
    for await (const piece of source.stream!(0, 20_000)) piece.fill(0);
    same(await readRange(source, 0, 1000), 0, 1000);
  });

  it("continues a part that is shorter than asked", async () => {
    const source = await open();
    server.next({ kind: "short", bytes: 30_000 });
    same(await readRange(source, 100_000, 100_000), 100_000, 100_000);
    expect(server.requests.slice(1).map((request) => request.range)).toEqual([
      "bytes=100000-199999",
      "bytes=130000-199999",
    ]);
  });

  it("takes parts that a server caps far below the range for no failure, however many", async () => {
    const source = await open({ retries: 0 });
    server.always({ kind: "short", bytes: 20_000 });
    same(await readRange(source, 100_000, 400_000), 100_000, 400_000);
    expect(server.requests).toHaveLength(21);
  });

  it("cuts a part that is longer than asked and lets go of the rest", async () => {
    server.entity.size = 2 ** 32;
    const source = await open();
    server.next({ kind: "long", bytes: 2 ** 31 });
    same(await readRange(source, 100_000, 50_000), 100_000, 50_000);
    await expect.poll(() => server.pending).toBe(0);
  });
});

describe("knowing the file again", () => {
  it("sends the strong ETag as If-Range with every request but the first", async () => {
    const source = await open();
    await readRange(source, 100_000, 10);
    expect(server.requests.map((request) => request.ifRange)).toEqual([undefined, '"one"']);
  });

  it("sends Last-Modified as If-Range where there is no ETag", async () => {
    server.entity.etag = undefined;
    server.entity.lastModified = "Tue, 01 Apr 2025 08:00:00 GMT";
    const source = await open();
    same(await readRange(source, 100_000, 10), 100_000, 10);
    expect(server.requests[1]?.ifRange).toBe("Tue, 01 Apr 2025 08:00:00 GMT");
  });

  it("sends no Last-Modified that is as young as the answer: a second change could share its second", async () => {
    server.entity.etag = undefined;
    server.entity.lastModified = new Date(Date.now() + 60_000).toUTCString();
    const source = await open();
    await readRange(source, 100_000, 10);
    expect(server.requests[1]?.ifRange).toBeUndefined();
  });

  it("sends neither a weak ETag nor the date beside it, and compares headers instead", async () => {
    server.entity.etag = 'W/"one"';
    server.entity.lastModified = "Tue, 01 Apr 2025 08:00:00 GMT";
    const source = await open();
    same(await readRange(source, 100_000, 10), 100_000, 10);
    expect(server.requests[1]?.ifRange).toBeUndefined();
    server.entity.etag = 'W/"two"';
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.message).toBe(
      `${server.url}: changed since it was opened: expected ETag W/"one", got W/"two"` +
        " (range bytes=100000-100009, status 206, attempt 1)",
    );
  });

  it("notices a changed file by the 200 that answers If-Range, and reads none of it", async () => {
    const source = await open();
    server.entity.etag = '"two"';
    server.entity.size = 2 ** 32;
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.message).toBe(
      `${server.url}: changed since it was opened: expected status 206 to If-Range "one", got 200` +
        " (range bytes=100000-100009, status 200, attempt 1)",
    );
    await expect.poll(() => server.pending).toBe(0);
  });

  it("notices a changed Last-Modified beside a weak ETag, and one on a 200", async () => {
    server.entity.etag = undefined;
    const first = new Date(Date.now() + 60_000).toUTCString();
    server.entity.lastModified = first;
    const source = await open();
    server.entity.lastModified = "Wed, 02 Apr 2025 08:00:00 GMT";
    const message = `changed since it was opened: expected Last-Modified ${first}, got Wed, 02 Apr 2025 08:00:00 GMT`;
    expect((await failure(readRange(source, 100_000, 10))).message).toContain(message);
    server.next({ kind: "ignore-range" });
    expect((await failure(readRange(source, 100_000, 10))).message).toContain(message);
  });

  it("notices a changed ETag though the server does not heed If-Range", async () => {
    const source = await open();
    server.next({ kind: "headers", headers: { ETag: '"two"' } });
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.details).toMatchObject({ expected: '"one"', actual: '"two"', status: 206 });
  });

  it("notices a changed size where nothing else tells", async () => {
    server.entity.etag = undefined;
    const source = await open();
    server.entity.size = size + 2;
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.message).toBe(
      `${server.url}: changed since it was opened: expected 1000000 bytes in all, got 1000002` +
        " (range bytes=100000-100009, status 206, attempt 1)",
    );
  });

  it("notices a change between a drop and the request that resumes it", async () => {
    const source = await open();
    server.next({ kind: "drop", after: 50_000 }, { kind: "headers", headers: { ETag: '"two"' } });
    const error = await failure(readRange(source, 100_000, 100_000));
    expect(error.code).toBe("http/changed");
    expect(error.details).toMatchObject({ range: "bytes=150000-199999", attempts: 2 });
  });
});

describe("answers that are of no use", () => {
  it("names a server that ignores Range, and reads none of the whole", async () => {
    server.entity.size = 2 ** 32;
    server.always({ kind: "ignore-range" });
    const error = await failure(open());
    expect(error.code).toBe("http/range-ignored");
    expect(error.message).toBe(
      `${server.url}: expected status 206 with the range, got 200 with the whole: the server ignores Range` +
        " (range bytes=0-16383, status 200, attempt 1)",
    );
    expect(error.details).toMatchObject({
      url: server.url,
      status: 200,
      range: "bytes=0-16383",
      attempts: 1,
    });
    await expect.poll(() => server.pending).toBe(0);
  });

  it("names a server that stops to heed Range", async () => {
    server.entity.etag = undefined;
    const source = await open();
    server.next({ kind: "ignore-range" });
    expect((await failure(readRange(source, 100_000, 10))).code).toBe("http/range-ignored");
  });

  it("refuses a part that starts elsewhere", async () => {
    const source = await open();
    server.next({ kind: "other-range", by: 7 });
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/wrong-range");
    expect(error.message).toBe(
      `${server.url}: expected a part from byte 100000, got one from byte 100007` +
        " (range bytes=100000-100009, status 206, attempt 1)",
    );
  });

  it.each([
    ["bytes 0-99/*", '"bytes 0-99/*"'],
    ["bites 0-99/100", '"bites 0-99/100"'],
    ["bytes 99-0/100", '"bytes 99-0/100"'],
    ["bytes 0-100/100", '"bytes 0-100/100"'],
    [undefined, "none (across origins it needs Access-Control-Expose-Headers: Content-Range)"],
  ])("refuses the Content-Range %s", async (value, shown) => {
    server.next({ kind: "content-range", value });
    const error = await failure(open());
    expect(error.code).toBe("http/content-range");
    expect(error.message).toBe(
      `${server.url}: expected a Content-Range like "bytes 0-16383/size", got ${shown}` +
        " (range bytes=0-16383, status 206, attempt 1)",
    );
    await expect.poll(() => server.pending).toBe(0);
  });

  it("refuses several parts in one answer", async () => {
    server.next({ kind: "headers", headers: { "Content-Type": "multipart/byteranges; boundary=x" } });
    const error = await failure(open());
    expect(error.code).toBe("http/multipart");
    expect(error.message).toBe(
      `${server.url}: expected one part, got multipart/byteranges (range bytes=0-16383, status 206, attempt 1)`,
    );
  });

  it("refuses a compressed part", async () => {
    server.next({ kind: "gzip" });
    const error = await failure(open());
    expect(error.code).toBe("http/content-encoding");
    expect(error.message).toBe(
      `${server.url}: expected no Content-Encoding, got gzip: a range of the encoded bytes is not a range of the file` +
        " (range bytes=0-16383, status 206, attempt 1)",
    );
  });

  it("names a 416, and does not ask again", async () => {
    const source = await open();
    server.next({ kind: "status", status: 416, headers: { "Content-Range": "bytes */500" } });
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/range-not-satisfiable");
    expect(error.message).toBe(
      `${server.url}: expected status 206, got 416: the range is not satisfiable, Content-Range is bytes */500` +
        " (range bytes=100000-100009, status 416, attempt 1)",
    );
    expect(server.requests).toHaveLength(2);
  });

  it("takes no 416 for an empty file but the first", async () => {
    const source = await open();
    server.next({ kind: "status", status: 416, headers: { "Content-Range": "bytes */0" } });
    expect((await failure(readRange(source, 100_000, 10))).code).toBe("http/range-not-satisfiable");
  });

  it.each([204, 401, 404, 410, 501])("gives up on a %i at once", async (status) => {
    server.always({ kind: "status", status });
    const error = await failure(open());
    expect(error.code).toBe("http/status");
    expect(error.details).toMatchObject({ status, attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["nowhere", '"nowhere"'],
    ["ftp://a:secret@host/take.wav", '"ftp://host/take.wav"'],
    ["a:secret@host/take.wav", '"host/take.wav"'],
    ["http://a:secret@host:port/take.wav", '"http://host:port/take.wav"'],
    ["http://a:%ff@host/take.wav", '"http://host/take.wav"'],
  ])("refuses the URL %s", async (url, shown) => {
    const error = await failure(httpSource(url));
    expect(error.code).toBe("http/bad-url");
    expect(error.message).toBe(`expected an absolute http or https URL, got ${shown}`);
    expect(inspect(error)).not.toContain("secret");
  });

  it.each([
    [{ retries: -1 }, "options.retries, when provided, must be an integer of at least 0, got -1"],
    [{ headBytes: 0 }, "options.headBytes, when provided, must be an integer of at least 1, got 0"],
    [
      { backoffMs: Number.NaN },
      "options.backoffMs, when provided, must be a number from 0 to 2147483647, got NaN",
    ],
    [
      { stallTimeoutMs: Number.POSITIVE_INFINITY },
      "options.stallTimeoutMs, when provided, must be a number from 1 to 2147483647, got Infinity",
    ],
    [
      { headers: { "not a name": "secret" } },
      'options.headers, when provided, must be valid header names and values, got "object"',
    ],
  ])("refuses the options %o", async (options, message) => {
    const error = await failure(httpSource(server.url, options));
    expect(error.code).toBe("options/invalid");
    expect(error.message).toBe(message);
    expect(server.requests).toHaveLength(0);
  });
});

describe("what may pass", () => {
  it("resumes a connection dropped mid-body from the byte reached", async () => {
    const source = await open();
    server.next({ kind: "drop", after: 60_000 });
    same(await readRange(source, 100_000, 300_000), 100_000, 300_000);
    expect(server.requests.slice(1).map((request) => request.range)).toEqual([
      "bytes=100000-399999",
      "bytes=160000-399999",
    ]);
  });

  it("resumes a body that ends in good order before its range does", async () => {
    const source = await open();
    server.next({ kind: "early-end", after: 60_000 });
    same(await readRange(source, 100_000, 300_000), 100_000, 300_000);
    expect(server.requests[2]?.range).toBe("bytes=160000-399999");
  });

  it("resumes a body that stalls, and lets go of the silent connection", async () => {
    stopClock();
    const { fetch, brought } = countingFetch();
    const source = await open({ stallTimeoutMs: 400, fetch });
    server.next({ kind: "stall", after: 60_000 });
    const reading = readRange(source, 100_000, 300_000);
    await until(() => brought.bytes === 16_384 + 60_000);
    await vi.advanceTimersByTimeAsync(399);
    expect(server.requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2);
    same(await reading, 100_000, 300_000);
    expect(server.requests[2]?.range).toBe("bytes=160000-399999");
    await expect.poll(() => server.pending).toBe(0);
  });

  it("resumes the opening request too", async () => {
    server.next({ kind: "drop", after: 5000 });
    const source = await open();
    same(await readRange(source, 0, 16_384), 0, 16_384);
    expect(server.requests.map((request) => [request.range, request.ifRange])).toEqual([
      ["bytes=0-16383", undefined],
      ["bytes=5000-16383", '"one"'],
    ]);
  });

  it.each([408, 429, 500, 502, 503, 504])("asks again after a %i", async (status) => {
    server.next({ kind: "status", status }, { kind: "status", status });
    same(await readRange(await open(), 0, 10), 0, 10);
    expect(server.requests).toHaveLength(3);
  });

  it("asks again after a connection that closes without an answer, and after one that stays silent", async () => {
    stopClock();
    server.next({ kind: "hang-up" }, { kind: "stall" });
    const opening = open({ stallTimeoutMs: 1e9 });
    const comes = (request: number) => async () => {
      await vi.advanceTimersByTimeAsync(1);
      return server.requests.length === request;
    };
    await until(comes(2));
    await vi.advanceTimersByTimeAsync(1e9);
    await until(comes(3));
    expect((await opening).size).toBe(size);
    expect(server.requests).toHaveLength(3);
    await expect.poll(() => server.pending).toBe(0);
  });

  it("gives up after as many retries as allowed, and says how often it tried", async () => {
    server.always({ kind: "status", status: 503 });
    const error = await failure(open({ retries: 2 }));
    expect(error.code).toBe("http/status");
    expect(error.message).toBe(
      `${server.url}: expected status 206, got 503 Service Unavailable (range bytes=0-16383, status 503, attempt 3)`,
    );
    expect(error.details).toMatchObject({
      url: server.url,
      status: 503,
      range: "bytes=0-16383",
      attempts: 3,
    });
    expect(server.requests).toHaveLength(3);
  });

  it("names a stall that does not pass", async () => {
    server.always({ kind: "stall", after: 0 });
    stopClock();
    const { fetch, brought } = countingFetch();
    const opening = failure(open({ retries: 1, stallTimeoutMs: 40, fetch }));
    for (const answers of [1, 2]) {
      await until(() => brought.answers === answers);
      await vi.advanceTimersByTimeAsync(41);
    }
    const error = await opening;
    expect(error.code).toBe("http/stalled");
    expect(error.message).toBe(
      `${server.url}: sent nothing for 40 ms (range bytes=0-16383, status 206, attempt 2)`,
    );
    await expect.poll(() => server.pending).toBe(0);
  });

  it("names a server that is not there, and keeps the cause", async () => {
    const gone = await rangeServer(virtualEntity(10));
    await gone.close();
    const error = await failure(httpSource(gone.url, { ...quick, retries: 1 }));
    expect(error.code).toBe("http/unreachable");
    expect(error.message).toMatch(
      /could not be reached: .*ECONNREFUSED.* \(range bytes=0-16383, attempt 2\)$/,
    );
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it("names a connection that drops again and again, and keeps the cause", async () => {
    const source = await open({ retries: 2 });
    server.always({ kind: "drop", after: 100 });
    const error = await failure(readRange(source, 100_000, 100_000));
    expect(error.code).toBe("http/dropped");
    expect(error.message).toBe(
      `${server.url}: the connection dropped at byte 100300, expected a body up to byte 199999` +
        " (range bytes=100200-199999, status 206, attempt 3)",
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  it("is not kept going by a server that drips one byte per connection", async () => {
    const source = await open();
    server.always({ kind: "drop", after: 1 });
    expect((await failure(readRange(source, 100_000, 1000))).code).toBe("http/dropped");
    expect(server.requests).toHaveLength(1 + 5);
    server.reset();
    server.always({ kind: "short", bytes: 1 });
    const error = await failure(readRange(source, 100_000, 1000));
    expect(error.code).toBe("http/short-range");
    expect(error.message).toBe(
      `${server.url}: expected a part up to byte 100999, got one up to byte 100004` +
        " (range bytes=100004-100999, status 206, attempt 5)",
    );
    expect(server.requests).toHaveLength(5);
  });

  it("survives more drops than retries while each connection gets it further", async () => {
    const source = await open({ retries: 1 });
    server.always({ kind: "drop", after: 50_000 });
    same(await readRange(source, 100_000, 500_000), 100_000, 500_000);
    expect(server.requests).toHaveLength(1 + 10);
  });

  it("waits as long as Retry-After says", async () => {
    stopClock();
    let requests = 0;
    const opening = open({
      async fetch(...request) {
        requests += 1;
        if (requests > 1) return fetch(...request);
        return new Response(null, { status: 429, headers: { "Retry-After": "7" } });
      },
    });
    await settled(); // the wait begins some turns of the event loop after the answer
    await vi.advanceTimersByTimeAsync(6999);
    expect(requests).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests).toBe(2);
    expect((await opening).size).toBe(size);
  });
});

describe("giving up", () => {
  const reason = new Error("the person went away");

  it("ends an opening that waits for an answer, with the caller's reason", async () => {
    server.always({ kind: "stall" });
    const controller = new AbortController();
    const opening = open({ signal: controller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    await expect.poll(() => server.pending).toBe(0);
  });

  it("ends a back-off", async () => {
    server.always({ kind: "status", status: 503, headers: { "Retry-After": "30" } });
    const controller = new AbortController();
    const opening = open({ signal: controller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    await settled();
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it("ends a body", async () => {
    const source = await open();
    server.next({ kind: "stall", after: 100 });
    const controller = new AbortController();
    const reading = readRange(source, 100_000, 1000, controller.signal);
    await expect.poll(() => server.bytesMoved).toBe(16_384 + 100);
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect.poll(() => server.pending).toBe(0);
  });

  it("lets go of a body at once, though its consumer does not come back for more", async () => {
    server.entity.size = 2 ** 32;
    const source = await open();
    const controller = new AbortController();
    const pieces = source.stream!(100_000, 2 ** 32, controller.signal)[Symbol.asyncIterator]();
    await pieces.next();
    await expect.poll(() => server.pending).toBe(1);
    controller.abort(reason);
    await expect.poll(() => server.pending).toBe(0);
    await expect(pieces.next()).rejects.toBe(reason);
  });

  it("makes no request for a signal that had fired before", async () => {
    const source = await open();
    await expect(readRange(source, 0, 10, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(open({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it("lets go of the body when the consumer of a stream leaves early", async () => {
    server.entity.size = 2 ** 32;
    const source = await open();
    for await (const _ of source.stream!(100_000, 2 ** 32)) break;
    await expect.poll(() => server.pending).toBe(0);
  });

  it("rejects, and discards what comes late, though the caller's fetch heeds no signal", async () => {
    const cancel = vi.fn();
    let answer = (_: Response): void => {};
    const fetch = () =>
      new Promise<Response>((resolve) => {
        answer = resolve;
      });
    const controller = new AbortController();
    const opening = open({ fetch, signal: controller.signal });
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    answer(new Response(new ReadableStream({ cancel })));
    await expect.poll(() => cancel.mock.calls.length).toBe(1);
  });

  it("leaves no listener on the caller's signal", async () => {
    const source = await open();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await readRange(source, 100_000, 200_000, signal);
    expect(added).toHaveBeenCalled();
    const listeners = (calls: unknown[][]) => new Set(calls.map((call) => call[1]));
    expect(listeners(removed.mock.calls)).toEqual(listeners(added.mock.calls));
  });
});
