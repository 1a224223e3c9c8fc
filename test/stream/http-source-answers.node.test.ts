import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { httpSource } from "../../src/stream/http-source.ts";
import { failure } from "../helpers/failure.ts";
import { readRange, same } from "../helpers/http-reads.ts";
import { servedEntity } from "../helpers/served-entity.ts";

const size = 1_000_000;
const entity = servedEntity(size);

describe("knowing the file again", () => {
  it("sends the strong ETag as If-Range with every request but the first", async () => {
    const source = await entity.open();
    await readRange(source, 100_000, 10);
    expect(entity.server.requests.map((request) => request.ifRange)).toEqual([undefined, '"one"']);
  });

  it("sends Last-Modified as If-Range where there is no ETag", async () => {
    entity.server.entity.etag = undefined;
    entity.server.entity.lastModified = "Tue, 01 Apr 2025 08:00:00 GMT";
    const source = await entity.open();
    same(await readRange(source, 100_000, 10), 100_000, 10);
    expect(entity.server.requests[1]?.ifRange).toBe("Tue, 01 Apr 2025 08:00:00 GMT");
  });

  it("sends no Last-Modified that is as young as the answer: a second change could share its second", async () => {
    entity.server.entity.etag = undefined;
    entity.server.entity.lastModified = new Date(Date.now() + 60_000).toUTCString();
    const source = await entity.open();
    await readRange(source, 100_000, 10);
    expect(entity.server.requests[1]?.ifRange).toBeUndefined();
  });

  it("sends neither a weak ETag nor the date beside it, and compares headers instead", async () => {
    entity.server.entity.etag = 'W/"one"';
    entity.server.entity.lastModified = "Tue, 01 Apr 2025 08:00:00 GMT";
    const source = await entity.open();
    same(await readRange(source, 100_000, 10), 100_000, 10);
    expect(entity.server.requests[1]?.ifRange).toBeUndefined();
    entity.server.entity.etag = 'W/"two"';
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.message).toBe(
      `${entity.server.url}: changed since it was opened: expected ETag W/"one", got W/"two"` +
        " (range bytes=100000-100009, status 206, attempt 1)",
    );
  });

  it("notices a changed file by the 200 that answers If-Range, and reads none of it", async () => {
    const source = await entity.open();
    entity.server.entity.etag = '"two"';
    entity.server.entity.size = 2 ** 32;
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.message).toBe(
      `${entity.server.url}: changed since it was opened: expected status 206 to If-Range "one", got 200` +
        " (range bytes=100000-100009, status 200, attempt 1)",
    );
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("notices a changed Last-Modified beside a weak ETag, and one on a 200", async () => {
    entity.server.entity.etag = undefined;
    const first = new Date(Date.now() + 60_000).toUTCString();
    entity.server.entity.lastModified = first;
    const source = await entity.open();
    entity.server.entity.lastModified = "Wed, 02 Apr 2025 08:00:00 GMT";
    const message = `changed since it was opened: expected Last-Modified ${first}, got Wed, 02 Apr 2025 08:00:00 GMT`;
    expect((await failure(readRange(source, 100_000, 10))).message).toContain(message);
    entity.server.next({ kind: "ignore-range" });
    expect((await failure(readRange(source, 100_000, 10))).message).toContain(message);
  });

  it("notices a changed ETag though the server does not heed If-Range", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "headers", headers: { ETag: '"two"' } });
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.details).toMatchObject({ expected: '"one"', actual: '"two"', status: 206 });
  });

  it("notices a changed size where nothing else tells", async () => {
    entity.server.entity.etag = undefined;
    const source = await entity.open();
    entity.server.entity.size = size + 2;
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/changed");
    expect(error.message).toBe(
      `${entity.server.url}: changed since it was opened: expected 1000000 bytes in all, got 1000002` +
        " (range bytes=100000-100009, status 206, attempt 1)",
    );
  });

  it("notices a change between a drop and the request that resumes it", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "drop", after: 50_000 }, { kind: "headers", headers: { ETag: '"two"' } });
    const error = await failure(readRange(source, 100_000, 100_000));
    expect(error.code).toBe("http/changed");
    expect(error.details).toMatchObject({ range: "bytes=150000-199999", attempts: 2 });
  });
});

describe("answers that are of no use", () => {
  it("names a server that ignores Range, and reads none of the whole", async () => {
    entity.server.entity.size = 2 ** 32;
    entity.server.always({ kind: "ignore-range" });
    const error = await failure(entity.open());
    expect(error.code).toBe("http/range-ignored");
    expect(error.message).toBe(
      `${entity.server.url}: expected status 206 with the range, got 200 with the whole: the server ignores Range` +
        " (range bytes=0-16383, status 200, attempt 1)",
    );
    expect(error.details).toMatchObject({
      url: entity.server.url,
      status: 200,
      range: "bytes=0-16383",
      attempts: 1,
    });
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("names a server that stops to heed Range", async () => {
    entity.server.entity.etag = undefined;
    const source = await entity.open();
    entity.server.next({ kind: "ignore-range" });
    expect((await failure(readRange(source, 100_000, 10))).code).toBe("http/range-ignored");
  });

  it("refuses a part that starts elsewhere", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "other-range", by: 7 });
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/wrong-range");
    expect(error.message).toBe(
      `${entity.server.url}: expected a part from byte 100000, got one from byte 100007` +
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
    entity.server.next({ kind: "content-range", value });
    const error = await failure(entity.open());
    expect(error.code).toBe("http/content-range");
    expect(error.message).toBe(
      `${entity.server.url}: expected a Content-Range like "bytes 0-16383/size", got ${shown}` +
        " (range bytes=0-16383, status 206, attempt 1)",
    );
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("refuses several parts in one answer", async () => {
    entity.server.next({ kind: "headers", headers: { "Content-Type": "multipart/byteranges; boundary=x" } });
    const error = await failure(entity.open());
    expect(error.code).toBe("http/multipart");
    expect(error.message).toBe(
      `${entity.server.url}: expected one part, got multipart/byteranges (range bytes=0-16383, status 206, attempt 1)`,
    );
  });

  it("refuses a compressed part", async () => {
    entity.server.next({ kind: "gzip" });
    const error = await failure(entity.open());
    expect(error.code).toBe("http/content-encoding");
    expect(error.message).toBe(
      `${entity.server.url}: expected no Content-Encoding, got gzip: a range of the encoded bytes is not a range of the file` +
        " (range bytes=0-16383, status 206, attempt 1)",
    );
  });

  it("names a 416, and does not ask again", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "status", status: 416, headers: { "Content-Range": "bytes */500" } });
    const error = await failure(readRange(source, 100_000, 10));
    expect(error.code).toBe("http/range-not-satisfiable");
    expect(error.message).toBe(
      `${entity.server.url}: expected status 206, got 416: the range is not satisfiable, Content-Range is bytes */500` +
        " (range bytes=100000-100009, status 416, attempt 1)",
    );
    expect(entity.server.requests).toHaveLength(2);
  });

  it("takes no 416 for an empty file but the first", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "status", status: 416, headers: { "Content-Range": "bytes */0" } });
    expect((await failure(readRange(source, 100_000, 10))).code).toBe("http/range-not-satisfiable");
  });

  it.each([204, 401, 404, 410, 501])("gives up on a %i at once", async (status) => {
    entity.server.always({ kind: "status", status });
    const error = await failure(entity.open());
    expect(error.code).toBe("http/status");
    expect(error.details).toMatchObject({ status, attempts: 1 });
    expect(entity.server.requests).toHaveLength(1);
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
    const error = await failure(httpSource(entity.server.url, options));
    expect(error.code).toBe("options/invalid");
    expect(error.message).toBe(message);
    expect(entity.server.requests).toHaveLength(0);
  });
});
