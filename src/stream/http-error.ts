import { LongwaveError } from "./error.ts";

/** One request, as messages and `details` show it. */
export interface Asked {
  /** Without credentials. */
  readonly url: string;
  /** First byte. */
  readonly from: number;
  /** One past the last byte. */
  readonly to: number;
  /** How many requests this read has made so far, this one included. */
  readonly attempts: number;
}

interface Found {
  readonly status?: number;
  readonly actual?: unknown;
  readonly expected?: unknown;
  /** What the server asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A failure of one request. `details` holds `url`, `status`, `range` and `attempts`. */
export function httpError(code: string, what: string, asked: Asked, found: Found = {}): LongwaveError {
  const { url, attempts } = asked;
  const range = rangeOf(asked);
  const status = found.status === undefined ? "" : `, status ${found.status}`;
  return new LongwaveError(code, `${url}: ${what} (range ${range}${status}, attempt ${attempts})`, {
    ...found,
    url,
    status: found.status,
    range,
    attempts,
    offset: asked.from,
  });
}

/** The value of the `Range` header (RFC 9110 §14.2), whose last byte is inclusive. */
export function rangeOf(asked: Asked): string {
  return `bytes=${asked.from}-${asked.to - 1}`;
}
