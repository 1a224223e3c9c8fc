import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { settled } from "./settled.ts";
import type { ServedEntity } from "./virtual-entity.ts";

/** What goes wrong with one answer. */
export type Misbehaviour =
  /** Nothing goes wrong. Holds a place in the queue. */
  | { kind: "fine" }
  /** 200 with the whole, whatever range was asked for. */
  | { kind: "ignore-range" }
  /** Another status, without a body. */
  | { kind: "status"; status: number; headers?: Record<string, string> }
  /** The part starts `by` bytes later than asked, and says so. */
  | { kind: "other-range"; by: number }
  /** Another `Content-Range`, or none at all. */
  | { kind: "content-range"; value: string | undefined }
  /** Further headers on an answer that is fine otherwise. */
  | { kind: "headers"; headers: Record<string, string> }
  /** The connection drops after this many bytes of the body. */
  | { kind: "drop"; after: number }
  /** The connection drops before the status line. */
  | { kind: "hang-up" }
  /** Nothing more comes after this many bytes of the body, or, without `after`, not even headers. */
  | { kind: "stall"; after?: number }
  /** The body ends in good order, but earlier than `Content-Range` says. */
  | { kind: "early-end"; after: number }
  /** The part is compressed. */
  | { kind: "gzip" }
  /** The part holds at most this many bytes, and says so. */
  | { kind: "short"; bytes: number }
  /** The part holds this many bytes more than asked, and says so. */
  | { kind: "long"; bytes: number };

/** One request that arrived. */
export interface SeenRequest {
  method: string;
  range: string | undefined;
  ifRange: string | undefined;
  headers: IncomingMessage["headers"];
}

/** A real HTTP server on the loopback, which serves ranges and misbehaves on command. */
export interface RangeServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Bytes of bodies that were handed to the socket. */
  readonly bytesMoved: number;
  /** Answers whose connection is open and whose body is not done. */
  readonly pending: number;
  readonly connections: number;
  readonly entity: ServedEntity;
  /** The next answers, one after the other, misbehave like this. */
  next(...misbehaviours: Misbehaviour[]): void;
  /** Every answer for which `next` has nothing misbehaves like this. */
  always(misbehaviour: Misbehaviour): void;
  /** Forgets what it counted. */
  reset(): void;
  close(): Promise<void>;
}

const pieceLength = 65_536;

/**
 * Starts to serve `entity` at a port that is free.
 *
 * @param options.toPages lets pages of every origin read it (Fetch Standard, section "CORS protocol")
 */
export async function rangeServer(
  entity: ServedEntity,
  options: { readonly toPages?: boolean } = {},
): Promise<RangeServer> {
  const queue: Misbehaviour[] = [];
  const requests: SeenRequest[] = [];
  let otherwise: Misbehaviour = { kind: "fine" };
  let bytesMoved = 0;
  let pending = 0;
  let connections = 0;

  const server: Server = createServer((request, response) => {
    const { range, "if-range": ifRange } = request.headers;
    requests.push({
      method: request.method ?? "",
      range,
      ifRange: ifRange?.toString(),
      headers: request.headers,
    });
    pending++;
    response.once("close", () => {
      pending--;
    });
    if (options.toPages) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Access-Control-Allow-Headers", "Range, If-Range");
      response.setHeader("Access-Control-Expose-Headers", "Content-Range, ETag");
      if (request.method === "OPTIONS") return void response.writeHead(204).end();
    }
    answer(request, response, entity, queue.shift() ?? otherwise, (count) => {
      bytesMoved += count;
    }).catch(() => response.destroy());
  });
  // Longer than a test may take, and so told to clients: one that waits for its idle connections to end would hang.
  server.keepAliveTimeout = 120_000;
  server.on("connection", () => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/take.wav`,
    requests,
    entity,
    get bytesMoved() {
      return bytesMoved;
    },
    get pending() {
      return pending;
    },
    get connections() {
      return connections;
    },
    next: (...misbehaviours) => void queue.push(...misbehaviours),
    always(misbehaviour) {
      otherwise = misbehaviour;
    },
    reset() {
      requests.length = 0;
      bytesMoved = 0;
      connections = 0;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  entity: ServedEntity,
  misbehaviour: Misbehaviour,
  moved: (count: number) => void,
): Promise<void> {
  if (misbehaviour.kind === "hang-up") return void response.destroy();
  if (misbehaviour.kind === "stall" && misbehaviour.after === undefined) return;
  if (misbehaviour.kind === "status") {
    response.writeHead(misbehaviour.status, misbehaviour.headers).end();
    return;
  }
  if (entity.etag !== undefined) response.setHeader("ETag", entity.etag);
  if (entity.lastModified !== undefined) response.setHeader("Last-Modified", entity.lastModified);

  const range = misbehaviour.kind === "ignore-range" ? undefined : askedRange(request, entity);
  if (range === undefined) {
    response.writeHead(200, { "Content-Length": entity.size });
    return send(response, entity, 0, entity.size, moved);
  }
  let [from, to] = range;
  if (from >= entity.size) {
    response.writeHead(416, { "Content-Range": `bytes */${entity.size}` }).end();
    return;
  }
  if (misbehaviour.kind === "other-range") from += misbehaviour.by;
  if (misbehaviour.kind === "short") to = Math.min(to, from + misbehaviour.bytes);
  if (misbehaviour.kind === "long") to += misbehaviour.bytes;
  to = Math.min(to, entity.size);

  response.statusCode = 206;
  response.setHeader("Content-Range", `bytes ${from}-${to - 1}/${entity.size}`);
  if (misbehaviour.kind === "content-range") {
    if (misbehaviour.value === undefined) response.removeHeader("Content-Range");
    else response.setHeader("Content-Range", misbehaviour.value);
  }
  if (misbehaviour.kind === "headers") {
    for (const [name, value] of Object.entries(misbehaviour.headers)) response.setHeader(name, value);
  }
  if (misbehaviour.kind === "gzip") {
    const bytes = new Uint8Array(to - from);
    entity.fill(from, bytes);
    response.setHeader("Content-Encoding", "gzip").end(gzipSync(bytes));
    return;
  }
  if (misbehaviour.kind === "early-end")
    return send(response, entity, from, from + misbehaviour.after, moved);
  response.setHeader("Content-Length", to - from);
  if (misbehaviour.kind === "drop") {
    await send(response, entity, from, Math.min(to, from + misbehaviour.after), moved, false);
    // Or the client may see the drop before the bytes, one in this process also where that was stalled.
    await new Promise((resolve) => setTimeout(resolve, 10));
    await settled();
    return void response.destroy();
  }
  if (misbehaviour.kind === "stall") {
    return send(response, entity, from, Math.min(to, from + (misbehaviour.after ?? 0)), moved, false);
  }
  return send(response, entity, from, to, moved);
}

/** The range to answer with, `to` exclusive; undefined where the whole is the right answer (RFC 9110 §13.1.5, §14.2). */
function askedRange(request: IncomingMessage, entity: ServedEntity): [from: number, to: number] | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  if (first === undefined) return undefined;
  const condition = request.headers["if-range"];
  const isWeak = entity.etag?.startsWith("W/");
  if (
    condition !== undefined &&
    (isWeak || (condition !== entity.etag && condition !== entity.lastModified))
  ) {
    return undefined;
  }
  return [Number(first), last ? Number(last) + 1 : entity.size];
}

async function send(
  response: ServerResponse,
  entity: ServedEntity,
  from: number,
  to: number,
  moved: (count: number) => void,
  end = true,
): Promise<void> {
  response.flushHeaders();
  for (let at = from; at < to && !response.destroyed; at += pieceLength) {
    const piece = new Uint8Array(Math.min(pieceLength, to - at));
    entity.fill(at, piece);
    moved(piece.length);
    if (!response.write(piece)) await drained(response);
  }
  if (end) response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.on("drain", go).on("close", go);
  });
}
