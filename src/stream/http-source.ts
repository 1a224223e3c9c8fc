import { available, type ByteSource, checkRange } from "./byte-source.ts";
import { optionError } from "./error.ts";
import { parseHttpAddress } from "./http-address.ts";
import { download } from "./http-download.ts";
import type { HttpRemote } from "./http-request.ts";
import { checkIntegerOption } from "./integer-option.ts";
import { LONGEST_TIMEOUT_MS } from "./wait.ts";

/** Request headers, as `fetch` takes them. (The DOM's name for this is missing where only Node's types are loaded.) */
export type HttpHeaders = Headers | Record<string, string> | [name: string, value: string][];

/** How to talk to the server. */
export interface HttpSourceOptions {
  /** Sent with every request, for example `Authorization` (which wins over credentials in the URL). */
  readonly headers?: HttpHeaders;
  /** Used instead of the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * How many tries in a row may fail after the first before the failure is thrown: 0 or more, 4 by default. A try that
   * brought 16 KiB, or a sixteenth of what it asked for, starts the count anew.
   */
  readonly retries?: number;
  /** Milliseconds before the first retry, 200 by default. Doubles with each failure, up to 10,000. */
  readonly backoffMs?: number;
  /** Milliseconds without a byte after which a connection counts as failed: 1 to 2,147,483,647, 15,000 by default. */
  readonly stallTimeoutMs?: number;
  /** Bytes that the opening request asks for and keeps: 1 or more, 16,384 by default. */
  readonly headBytes?: number;
  /** Ends the opening. Each read takes a signal of its own. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a file on an HTTP server that serves ranges (RFC 9110 §14). The request that finds out its size also brings its
 * first bytes, and reads of those need no further one. `stream` makes one request for its whole range, `read` too.
 *
 * What may pass (429, 5xx, a dropped or silent connection) is tried again, from the byte reached; every part is checked
 * to come from the file that was opened. Nothing is kept but the first bytes: wrap it in `cachedSource` for many small
 * reads.
 *
 * Across origins a page needs `Access-Control-Expose-Headers: Content-Range, ETag, Last-Modified, Content-Encoding` from
 * the server, and leave to send `Range` and `If-Range`.
 *
 * The errors below come from opening and, but for the first two, from reading alike. `details` holds `url`, `status`,
 * `range` and `attempts`. An aborted signal rejects with its own reason.
 *
 * @param url absolute, http or https. Credentials in it are sent as `Authorization` and shown nowhere
 * @returns a source named by the URL without credentials
 * @throws LongwaveError `options/invalid` when an option is out of its range
 * @throws LongwaveError `http/bad-url` when the URL is relative, malformed or of another protocol
 * @throws LongwaveError `http/unreachable` when no connection comes about, again and again
 * @throws LongwaveError `http/dropped` when the connection ends in mid-body, again and again
 * @throws LongwaveError `http/stalled` when no byte comes for `stallTimeoutMs`, again and again
 * @throws LongwaveError `http/short-range` when parts come far shorter than asked, again and again
 * @throws LongwaveError `http/status` for any other status than 206, for 408, 429, 500, 502, 503, 504 after retries
 * @throws LongwaveError `http/range-ignored` when the server answers 200 with the whole file
 * @throws LongwaveError `http/range-not-satisfiable` when it answers 416, unless that says that the file is empty
 * @throws LongwaveError `http/content-range` when `Content-Range` is missing, malformed or leaves the size open (`*`)
 * @throws LongwaveError `http/wrong-range` when the part starts at another byte
 * @throws LongwaveError `http/multipart` when the answer is `multipart/byteranges`
 * @throws LongwaveError `http/content-encoding` when the answer is compressed
 * @throws LongwaveError `http/changed` when the file is no longer the one that was opened
 */
export async function httpSource(url: string | URL, options: HttpSourceOptions = {}): Promise<ByteSource> {
  const { headBytes = 16_384 } = options;
  const remote = openRemote(url, options);
  checkIntegerOption("headBytes", headBytes, 1);
  const opening = download(remote, 0, headBytes, undefined, options.signal);
  const head = await gather(opening.pieces);
  const { entity } = opening;
  const size = entity?.size ?? 0;

  async function* run(from: number, to: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
    signal?.throwIfAborted();
    const held = Math.min(to, head.length);
    if (from < held) yield head.slice(from, held);
    const rest = Math.max(from, head.length);
    if (rest < to) yield* download(remote, rest, to, entity, signal).pieces;
  }

  return {
    size,
    name: remote.url,
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const end = offset + available(size, offset, into.length);
      if (end === offset) return 0;
      let filled = 0;
      for await (const piece of run(offset, end, signal)) {
        into.set(piece, filled);
        filled += piece.length;
      }
      return filled;
    },
    stream(from, to, signal) {
      checkRange(from, to, size);
      return run(from, to, signal);
    },
  };
}

function openRemote(url: string | URL, options: HttpSourceOptions): HttpRemote {
  const { retries = 4, backoffMs = 200, stallTimeoutMs = 15_000, fetch = globalThis.fetch } = options;
  checkIntegerOption("retries", retries, 0);
  if (!(backoffMs >= 0 && backoffMs <= LONGEST_TIMEOUT_MS)) {
    throw optionError("options.backoffMs", `a number from 0 to ${LONGEST_TIMEOUT_MS}`, backoffMs);
  }
  if (!(stallTimeoutMs >= 1 && stallTimeoutMs <= LONGEST_TIMEOUT_MS)) {
    throw optionError("options.stallTimeoutMs", `a number from 1 to ${LONGEST_TIMEOUT_MS}`, stallTimeoutMs);
  }
  if (typeof fetch !== "function") throw optionError("options.fetch", "a function", fetch);
  const address = parseHttpAddress(url);
  const headers = readHeaders(options.headers);
  if (address.authorization !== undefined && !headers.has("Authorization")) {
    headers.set("Authorization", address.authorization);
  }
  return { url: address.url, headers, fetch, retries, backoffMs, stallTimeoutMs };
}

/** Keeps quiet about the values: they may hold a token. */
function readHeaders(init: HttpHeaders | undefined): Headers {
  try {
    return new Headers(init);
  } catch {
    throw optionError("options.headers", "valid header names and values", typeof init);
  }
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  const bytes = new Uint8Array(all.reduce((length, piece) => length + piece.length, 0));
  let filled = 0;
  for (const piece of all) {
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return bytes;
}
