import { LongwaveError } from "./error.ts";

/** The longest back-off, however often something failed. */
const LONGEST_BACKOFF_MS = 10_000;

/** The longest wait that a server may ask for. */
const LONGEST_RETRY_AFTER_MS = 30_000;

/** Answers that may be different next time (RFC 9110 §15.5.9, §15.6; RFC 6585 §4). */
const PASSING_STATUS = new Set([408, 429, 500, 502, 503, 504]);

const PASSING_CODES = new Set(["http/unreachable", "http/dropped", "http/stalled", "http/short-range"]);

/** Whether the same request may succeed when it is made again. */
export function isPassing(error: unknown): error is LongwaveError {
  if (!(error instanceof LongwaveError)) return false;
  const { status } = error.details;
  if (error.code === "http/status") return PASSING_STATUS.has(Number(status));
  // A loop of redirects, and a port that browsers block, stay what they are.
  if (/redirect count exceeded|bad port/.test(error.message)) return false;
  return PASSING_CODES.has(error.code);
}

/**
 * Whether an attempt that ended early still counts as progress: a sixteenth of what it asked for, or 16 KiB. One byte
 * would not do, for then a server that gives one byte per connection could keep us asking for ever.
 */
export function isProgress(got: number, asked: number): boolean {
  return got >= Math.min(16_384, asked / 16);
}

/**
 * How long to wait before trying again, in milliseconds. Doubles with each failure; a random half of it keeps clients
 * that failed together from coming back together.
 *
 * @param failures in a row, 1 or more
 * @param base the wait after the first failure
 */
export function backoff(failures: number, base: number): number {
  return Math.min(LONGEST_BACKOFF_MS, base * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

/**
 * Reads a `Retry-After`, which is a number of seconds or an HTTP date (RFC 9110 §10.2.3).
 *
 * @param now in milliseconds since the epoch
 * @returns milliseconds from `now`, at most 30,000; 0 when there is none or it makes no sense
 */
export function retryAfter(text: string | null, now: number): number {
  if (text === null) return 0;
  const wait = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? 0 : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, wait));
}
