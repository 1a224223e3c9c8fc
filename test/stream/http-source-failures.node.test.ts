import { describe, expect, it, vi } from "vitest";
import { httpSource } from "../../src/stream/http-source.ts";
import { failure, rejection } from "../helpers/failure.ts";
import { countingFetch, readRange, same } from "../helpers/http-reads.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { QUICK, servedEntity } from "../helpers/served-entity.ts";
import { settled } from "../helpers/settled.ts";
import { stopClock, until } from "../helpers/stopped-clock.ts";
import { virtualEntity } from "../helpers/virtual-entity.ts";

const size = 1_000_000;
const entity = servedEntity(size);

describe("what may pass", () => {
  it("resumes a connection dropped mid-body from the byte reached", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "drop", after: 60_000 });
    same(await readRange(source, 100_000, 300_000), 100_000, 300_000);
    expect(entity.server.requests.slice(1).map((request) => request.range)).toEqual([
      "bytes=100000-399999",
      "bytes=160000-399999",
    ]);
  });

  it("resumes a body that ends in good order before its range does", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "early-end", after: 60_000 });
    same(await readRange(source, 100_000, 300_000), 100_000, 300_000);
    expect(entity.server.requests[2]?.range).toBe("bytes=160000-399999");
  });

  it("resumes a body that stalls, and lets go of the silent connection", async () => {
    stopClock();
    const { fetch, calls } = countingFetch();
    const source = await entity.open({ stallTimeoutMs: 400, fetch });
    entity.server.next({ kind: "stall", after: 60_000 });
    const reading = readRange(source, 100_000, 300_000);
    await until(() => calls.bytes === 16_384 + 60_000);
    await vi.advanceTimersByTimeAsync(390);
    await settled();
    // Time for the back-off, had it begun.
    await vi.advanceTimersByTimeAsync(9);
    await settled();
    expect(calls.made).toBe(2);
    await vi.advanceTimersByTimeAsync(2);
    same(await reading, 100_000, 300_000);
    expect(calls.made).toBe(3);
    expect(entity.server.requests[2]?.range).toBe("bytes=160000-399999");
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("resumes the opening request too", async () => {
    entity.server.next({ kind: "drop", after: 5000 });
    const source = await entity.open();
    same(await readRange(source, 0, 16_384), 0, 16_384);
    expect(entity.server.requests.map((request) => [request.range, request.ifRange])).toEqual([
      ["bytes=0-16383", undefined],
      ["bytes=5000-16383", '"one"'],
    ]);
  });

  it.each([408, 429, 500, 502, 503, 504])("asks again after a %i", async (status) => {
    entity.server.next({ kind: "status", status }, { kind: "status", status });
    same(await readRange(await entity.open(), 0, 10), 0, 10);
    expect(entity.server.requests).toHaveLength(3);
  });

  it("asks again after a connection that closes without an answer, and after one that stays silent", async () => {
    stopClock();
    entity.server.next({ kind: "hang-up" }, { kind: "stall" });
    const opening = entity.open({ stallTimeoutMs: 1e9 });
    const comes = (request: number) => async () => {
      await vi.advanceTimersByTimeAsync(1);
      return entity.server.requests.length === request;
    };
    await until(comes(2));
    await vi.advanceTimersByTimeAsync(1e9);
    await until(comes(3));
    expect((await opening).size).toBe(size);
    expect(entity.server.requests).toHaveLength(3);
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("gives up after as many retries as allowed, and says how often it tried", async () => {
    entity.server.always({ kind: "status", status: 503 });
    const error = await failure(entity.open({ retries: 2 }));
    expect(error.code).toBe("http/status");
    expect(error.message).toBe(
      `${entity.server.url}: expected status 206, got 503 Service Unavailable (range bytes=0-16383, status 503, attempt 3)`,
    );
    expect(error.details).toMatchObject({
      url: entity.server.url,
      status: 503,
      range: "bytes=0-16383",
      attempts: 3,
    });
    expect(entity.server.requests).toHaveLength(3);
  });

  it("names a stall that does not pass", async () => {
    entity.server.always({ kind: "stall", after: 0 });
    stopClock();
    const { fetch, calls } = countingFetch();
    const opening = failure(entity.open({ retries: 1, stallTimeoutMs: 40, fetch }));
    for (const answers of [1, 2]) {
      await until(() => calls.answered === answers);
      await vi.advanceTimersByTimeAsync(41);
    }
    const error = await opening;
    expect(error.code).toBe("http/stalled");
    expect(error.message).toBe(
      `${entity.server.url}: sent nothing for 40 ms (range bytes=0-16383, status 206, attempt 2)`,
    );
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("names a server that is not there, and keeps the cause", async () => {
    const gone = await rangeServer(virtualEntity(10));
    await gone.close();
    const error = await failure(httpSource(gone.url, { ...QUICK, retries: 1 }));
    expect(error.code).toBe("http/unreachable");
    expect(error.message).toMatch(
      /could not be reached: .*ECONNREFUSED.* \(range bytes=0-16383, attempt 2\)$/,
    );
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it("names a connection that drops again and again, and keeps the cause", async () => {
    const source = await entity.open({ retries: 2 });
    entity.server.always({ kind: "drop", after: 100 });
    const error = await failure(readRange(source, 100_000, 100_000));
    expect(error.code).toBe("http/dropped");
    expect(error.message).toBe(
      `${entity.server.url}: the connection dropped at byte 100300, expected a body up to byte 199999` +
        " (range bytes=100200-199999, status 206, attempt 3)",
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  it("is not kept going by a server that drips one byte per connection", async () => {
    const source = await entity.open();
    entity.server.always({ kind: "drop", after: 1 });
    expect((await failure(readRange(source, 100_000, 1000))).code).toBe("http/dropped");
    expect(entity.server.requests).toHaveLength(1 + 5);
    entity.server.reset();
    entity.server.always({ kind: "short", bytes: 1 });
    const error = await failure(readRange(source, 100_000, 1000));
    expect(error.code).toBe("http/short-range");
    expect(error.message).toBe(
      `${entity.server.url}: expected a part up to byte 100999, got one up to byte 100004` +
        " (range bytes=100004-100999, status 206, attempt 5)",
    );
    expect(entity.server.requests).toHaveLength(5);
  });

  it("survives more drops than retries while each connection gets it further", async () => {
    const source = await entity.open({ retries: 1 });
    entity.server.always({ kind: "drop", after: 50_000 });
    same(await readRange(source, 100_000, 500_000), 100_000, 500_000);
    expect(entity.server.requests).toHaveLength(1 + 10);
  });

  it("waits as long as Retry-After says", async () => {
    stopClock();
    let requests = 0;
    const opening = entity.open({
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
    entity.server.always({ kind: "stall" });
    const controller = new AbortController();
    const opening = entity.open({ signal: controller.signal });
    await expect.poll(() => entity.server.requests.length).toBe(1);
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("ends a back-off", async () => {
    stopClock();
    entity.server.always({ kind: "status", status: 503, headers: { "Retry-After": "30" } });
    const controller = new AbortController();
    const { fetch, calls } = countingFetch();
    const opening = rejection(entity.open({ fetch, signal: controller.signal }));
    await until(() => calls.answered === 1);
    await vi.advanceTimersByTimeAsync(29_999);
    await settled();
    // It waits for nothing but the time.
    expect([calls.made, entity.server.pending]).toEqual([1, 0]);
    controller.abort(reason);
    expect(await opening).toBe(reason);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls.made).toBe(1);
  });

  it("ends a body", async () => {
    const source = await entity.open();
    entity.server.next({ kind: "stall", after: 100 });
    const controller = new AbortController();
    const reading = readRange(source, 100_000, 1000, controller.signal);
    await expect.poll(() => entity.server.bytesMoved).toBe(16_384 + 100);
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("lets go of a body at once, though its consumer does not come back for more", async () => {
    entity.server.entity.size = 2 ** 32;
    const source = await entity.open();
    const controller = new AbortController();
    const pieces = source.stream!(100_000, 2 ** 32, controller.signal)[Symbol.asyncIterator]();
    await pieces.next();
    await expect.poll(() => entity.server.pending).toBe(1);
    controller.abort(reason);
    await expect.poll(() => entity.server.pending).toBe(0);
    await expect(pieces.next()).rejects.toBe(reason);
  });

  it("makes no request for a signal that had fired before", async () => {
    const source = await entity.open();
    await expect(readRange(source, 0, 10, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(entity.open({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(entity.server.requests).toHaveLength(1);
  });

  it("lets go of the body when the consumer of a stream leaves early", async () => {
    entity.server.entity.size = 2 ** 32;
    const source = await entity.open();
    for await (const _ of source.stream!(100_000, 2 ** 32)) break;
    await expect.poll(() => entity.server.pending).toBe(0);
  });

  it("rejects, and discards what comes late, though the caller's fetch heeds no signal", async () => {
    const cancel = vi.fn();
    let answer = (_: Response): void => {};
    const fetch = () =>
      new Promise<Response>((resolve) => {
        answer = resolve;
      });
    const controller = new AbortController();
    const opening = entity.open({ fetch, signal: controller.signal });
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    answer(new Response(new ReadableStream({ cancel })));
    await expect.poll(() => cancel.mock.calls.length).toBe(1);
  });

  it("leaves no listener on the caller's signal", async () => {
    const source = await entity.open();
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await readRange(source, 100_000, 200_000, signal);
    expect(added).toHaveBeenCalled();
    const listeners = (calls: unknown[][]) => new Set(calls.map((call) => call[1]));
    expect(listeners(removed.mock.calls)).toEqual(listeners(added.mock.calls));
  });
});
