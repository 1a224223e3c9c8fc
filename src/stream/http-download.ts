import type { LongwaveError } from "./error.ts";
import type { HttpEntity } from "./http-entity.ts";
import { type Asked, httpError } from "./http-error.ts";
import { type HttpRemote, requestPart } from "./http-request.ts";
import { backoff, isPassing, isProgress } from "./retry.ts";
import { sleep } from "./wait.ts";

/** A range on its way from a server. */
export interface HttpDownload {
  /** What the answers were about; undefined before the first. */
  readonly entity: HttpEntity | undefined;
  /** The bytes in order. Can be run through once. */
  readonly pieces: AsyncGenerator<Uint8Array, void>;
}

/**
 * Downloads a range with one request, and with a further one from the byte reached wherever that was cut short.
 *
 * @param entity what the URL stood for when it was opened; undefined when this opens it, and then the range ends at the
 *   end of the file when that comes first
 */
export function download(
  remote: HttpRemote,
  from: number,
  to: number,
  entity?: HttpEntity,
  signal?: AbortSignal,
): HttpDownload {
  async function* run(): AsyncGenerator<Uint8Array, void> {
    let at = from;
    let failures = 0;
    for (let attempts = 1; at < to; attempts++) {
      const asked: Asked = { url: remote.url, from: at, to, attempts };
      let failure: LongwaveError;
      try {
        const answer = await requestPart(remote, asked, entity, signal);
        entity = answer.entity;
        to = Math.min(to, entity.size);
        for await (const piece of answer.pieces) {
          at += piece.length;
          yield piece;
        }
        if (at >= to) return;
        failure = shortPart(asked, at);
      } catch (error) {
        signal?.throwIfAborted();
        if (!isPassing(error)) throw error;
        failure = error;
      }
      if (isProgress(at - asked.from, to - asked.from)) {
        failures = 0;
        if (failure.code === "http/short-range") continue; // nothing failed: the server's parts are just shorter
      }
      failures += 1;
      if (failures > remote.retries) throw failure;
      const { retryAfterMs } = failure.details;
      await sleep(Math.max(backoff(failures, remote.backoffMs), Number(retryAfterMs ?? 0)), signal);
    }
  }
  return {
    get entity() {
      return entity;
    },
    pieces: run(),
  };
}

/** A part may be shorter than asked (RFC 9110 §15.3.7). This is thrown only when that leads nowhere. */
function shortPart(asked: Asked, at: number): LongwaveError {
  const what = `expected a part up to byte ${asked.to - 1}, got one up to byte ${at - 1}`;
  return httpError("http/short-range", what, asked, { status: 206, actual: at, expected: asked.to });
}
