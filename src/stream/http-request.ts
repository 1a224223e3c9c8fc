import { LongwaveError } from "./error.ts";
import type { HttpEntity } from "./http-entity.ts";
import { type Asked, httpError, rangeOf } from "./http-error.ts";
import { readPart } from "./http-part.ts";
import { within } from "./wait.ts";

/** What all requests to one URL share. */
export interface HttpRemote {
  /** Without credentials. */
  readonly url: string;
  readonly headers: Headers;
  readonly fetch: typeof globalThis.fetch;
  /** Tries that may fail in a row, after the first. */
  readonly retries: number;
  readonly backoffMs: number;
  readonly stallTimeoutMs: number;
}

/** An answer whose headers are in order and whose body is still to come. */
export interface HttpAnswer {
  readonly entity: HttpEntity;
  /** The body in order, never past what was asked for. Once started it must be run to its end or returned. */
  readonly pieces: AsyncGenerator<Uint8Array, void>;
}

/**
 * Makes one range request.
 *
 * @throws LongwaveError `http/...` when the answer does not come or is not the part that was asked for
 */
export async function requestPart(
  remote: HttpRemote,
  asked: Asked,
  entity: HttpEntity | undefined,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const response = await respond(remote, asked, entity, signal);
  try {
    const part = readPart(response, asked, entity);
    return { entity: part.entity, pieces: readBody(response, asked, part.to, remote.stallTimeoutMs, signal) };
  } catch (error) {
    discard(response);
    throw error;
  }
}

async function respond(
  remote: HttpRemote,
  asked: Asked,
  entity: HttpEntity | undefined,
  signal?: AbortSignal,
): Promise<Response> {
  signal?.throwIfAborted();
  const headers = new Headers(remote.headers);
  headers.set("Range", rangeOf(asked));
  headers.set("Accept-Encoding", "identity");
  if (entity?.ifRange !== undefined) headers.set("If-Range", entity.ifRange);
  const controller = new AbortController();
  // A first answer out of the browser's cache may be older than the second, and that would look like a change.
  const init: RequestInit = { headers, signal: controller.signal, cache: "no-store" };
  const { fetch } = remote; // called bare: a browser's own fetch refuses any other `this` than the window
  const answer = (async () => fetch(remote.url, init))();
  const late = () => stalled(asked, remote.stallTimeoutMs);
  try {
    return await within(answer, remote.stallTimeoutMs, late, signal);
  } catch (error) {
    controller.abort(error);
    answer.then(discard, () => {}); // a fetch of the caller's that does not heed its signal may still answer
    throw asFailure(error, signal, () => {
      return httpError("http/unreachable", `could not be reached: ${reasonOf(error)}`, asked, {
        cause: error,
      });
    });
  }
}

/** Cuts the body off at `to`. Watches for stalls only while it waits itself, not while the consumer takes its time. */
async function* readBody(
  response: Response,
  asked: Asked,
  to: number,
  stallTimeoutMs: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const { status } = response;
  let at = asked.from;
  const reader = response.body?.getReader();
  if (reader === undefined) {
    if (at < to) throw dropped(asked, at, to);
    return;
  }
  const late = () => stalled(asked, stallTimeoutMs, status);
  const abandon = () => void reader.cancel().catch(() => {});
  signal?.addEventListener("abort", abandon); // at once, though the consumer may not come back for a long time
  try {
    while (at < to) {
      const { done, value } = await within(reader.read(), stallTimeoutMs, late, signal).catch(
        (error: unknown) => {
          throw asFailure(error, signal, () => dropped(asked, at, to, error));
        },
      );
      if (done || value === undefined) throw dropped(asked, at, to);
      if (value.length === 0) continue;
      const piece = value.subarray(0, to - at);
      at += piece.length;
      yield piece;
    }
  } finally {
    signal?.removeEventListener("abort", abandon);
    abandon();
  }
}

/** What to throw for a failed wait: the caller's reason as it is, a stall as it is, anything else as `otherwise` says. */
function asFailure(error: unknown, signal: AbortSignal | undefined, otherwise: () => LongwaveError): unknown {
  if (signal?.aborted) return signal.reason;
  return error instanceof LongwaveError ? error : otherwise();
}

/** Lets go of a body that nobody will read: it would hold its connection for as long as the garbage collector likes. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}

function stalled(asked: Asked, stallTimeoutMs: number, status?: number): LongwaveError {
  const found = status === undefined ? {} : { status };
  return httpError("http/stalled", `sent nothing for ${stallTimeoutMs} ms`, asked, found);
}

function dropped(asked: Asked, at: number, to: number, cause?: unknown): LongwaveError {
  const what = `the connection dropped at byte ${at}, expected a body up to byte ${to - 1}`;
  return httpError("http/dropped", what, asked, { status: 206, actual: at, expected: to, cause });
}

/** Node's fetch says only "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}
