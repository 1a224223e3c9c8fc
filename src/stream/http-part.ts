import { parseContentRange, parseUnsatisfiedRange } from "./content-range.ts";
import type { LongwaveError } from "./error.ts";
import { findChange, type HttpEntity, readEntity } from "./http-entity.ts";
import { type Asked, httpError } from "./http-error.ts";
import { retryAfter } from "./retry.ts";

/** What the headers of an answer promise. */
export interface HttpPart {
  readonly entity: HttpEntity;
  /** One past the last byte that the body gives and that was asked for. */
  readonly to: number;
}

/**
 * Reads the headers of the answer to a range request.
 *
 * @param entity what the first answer said; undefined when this is the first
 * @throws LongwaveError when the answer is anything but one part, of the same entity, that starts where it was asked to
 */
export function readPart(response: Response, asked: Asked, entity: HttpEntity | undefined): HttpPart {
  const { status, headers } = response;
  if (status === 416 && entity === undefined && statesEmpty(headers)) {
    // No range of nothing can be satisfied, so this is how a server says that the file is empty (RFC 9110 §15.5.17).
    return { entity: readEntity(headers, 0), to: 0 };
  }
  if (status !== 206) throw wrongStatus(response, asked, entity);
  checkBody(headers, asked);
  return checkContentRange(headers, asked, entity);
}

function statesEmpty(headers: Headers): boolean {
  return parseUnsatisfiedRange(headers.get("Content-Range") ?? "") === 0;
}

function wrongStatus(response: Response, asked: Asked, entity: HttpEntity | undefined): LongwaveError {
  const { status, headers } = response;
  const found = { status, actual: status, expected: 206 };
  if (status === 200) {
    if (entity?.ifRange !== undefined) {
      // RFC 9110 §13.1.5: that is what a server does when the validator no longer matches.
      const what = `changed since it was opened: expected status 206 to If-Range ${entity.ifRange}, got 200`;
      return httpError("http/changed", what, asked, found);
    }
    if (entity !== undefined) checkUnchanged(headers, asked, status, entity);
    const what = "expected status 206 with the range, got 200 with the whole: the server ignores Range";
    return httpError("http/range-ignored", what, asked, found);
  }
  if (status === 416) {
    const stated = headers.get("Content-Range") ?? "none";
    const what = `expected status 206, got 416: the range is not satisfiable, Content-Range is ${stated}`;
    return httpError("http/range-not-satisfiable", what, asked, found);
  }
  const what = `expected status 206, got ${`${status} ${response.statusText}`.trim()}`;
  const retryAfterMs = retryAfter(headers.get("Retry-After"), Date.now());
  return httpError("http/status", what, asked, { ...found, retryAfterMs });
}

function checkBody(headers: Headers, asked: Asked): void {
  const encoding = headers.get("Content-Encoding")?.trim().toLowerCase() ?? "";
  if (encoding !== "" && encoding !== "identity") {
    const what = `expected no Content-Encoding, got ${encoding}: a range of the encoded bytes is not a range of the file`;
    throw httpError("http/content-encoding", what, asked, {
      status: 206,
      actual: encoding,
      expected: "identity",
    });
  }
  const type = headers.get("Content-Type")?.trim().toLowerCase() ?? "";
  if (type.startsWith("multipart/byteranges")) {
    // RFC 9110 §15.3.7.2 forbids it as the answer to a single range.
    const what = "expected one part, got multipart/byteranges";
    throw httpError("http/multipart", what, asked, { status: 206, actual: type });
  }
}

function checkContentRange(headers: Headers, asked: Asked, entity: HttpEntity | undefined): HttpPart {
  const text = headers.get("Content-Range");
  const range = text === null ? undefined : parseContentRange(text);
  if (range?.total === undefined) {
    const expected = `bytes ${asked.from}-${asked.to - 1}/${entity?.size ?? "size"}`;
    // A page sees this header of another origin only by the server's leave, so "none" is often a matter of CORS.
    const actual = text ?? "none (across origins it needs Access-Control-Expose-Headers: Content-Range)";
    const what = `expected a Content-Range like "${expected}", got ${text === null ? actual : `"${text}"`}`;
    throw httpError("http/content-range", what, asked, { status: 206, actual: text, expected });
  }
  if (entity !== undefined) {
    checkUnchanged(headers, asked, 206, entity);
    if (range.total !== entity.size) {
      const what = `changed since it was opened: expected ${entity.size} bytes in all, got ${range.total}`;
      throw httpError("http/changed", what, asked, {
        status: 206,
        actual: range.total,
        expected: entity.size,
      });
    }
  }
  if (range.first !== asked.from) {
    const what = `expected a part from byte ${asked.from}, got one from byte ${range.first}`;
    throw httpError("http/wrong-range", what, asked, {
      status: 206,
      actual: range.first,
      expected: asked.from,
    });
  }
  return { entity: entity ?? readEntity(headers, range.total), to: Math.min(asked.to, range.last + 1) };
}

function checkUnchanged(headers: Headers, asked: Asked, status: number, entity: HttpEntity): void {
  const change = findChange(entity, headers);
  if (change === undefined) return;
  const { what: name, expected, actual } = change;
  const what = `changed since it was opened: expected ${name} ${expected}, got ${actual}`;
  throw httpError("http/changed", what, asked, { status, actual, expected });
}
